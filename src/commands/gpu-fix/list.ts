import { diagnoseSnapshot } from '../../check/diagnose-snapshot.ts';
import { observeMachine } from '../../check/observe.ts';
import type { CheckRequest } from '../../check/request.ts';
import type { Context, Outcome } from '../../command-model/command.ts';
import { didYouMean } from '../../command-model/nearest.ts';
import { UndeterminedError, UsageError } from '../../errors.ts';
import { withLastOutput } from '../../fix/last-output.ts';
import { isTriable, listRemedies, type ListedRemedy } from '../../fix/listed.ts';
import { readFixState, storeFixState, type FixMemory } from '../../fix/state.ts';
import { checkFresh, type FreshCheck } from '../../fix/trial.ts';
import { proofIn } from '../../fix/with-proofs.ts';
import { listReport } from './report.ts';
import { fixValue } from './value.ts';

/** `gpu-fix` alone: the remedies of a check, numbered. */
export async function list(context: Context, request: CheckRequest): Promise<Outcome> {
  if (request.from !== undefined) {
    const { snapshot } = await observeMachine(request);
    const diagnosis = diagnoseSnapshot(snapshot);
    const remedies = listRemedies(diagnosis, () => undefined);
    return {
      report: listReport(context.ui, diagnosis, remedies, undefined),
      value: fixValue({ rootCause: diagnosis.rootCause, remedies }),
      exitCode: 0,
    };
  }
  const { listed, state, before } = await checkedList(context, request);
  remember(context, { ...state, listed: listed.map((one) => `${one.finding}/${one.id}`) });
  return {
    report: listReport(context.ui, before.diagnosis, listed, state.applied.at(-1)),
    value: fixValue({
      rootCause: before.diagnosis.rootCause,
      remedies: listed,
      undo: state.applied.at(-1),
    }),
    exitCode: 0,
  };
}

/** What was checked, and its remedies with what earlier trials showed. */
export interface CheckedList {
  readonly before: FreshCheck;
  readonly state: FixMemory;
  readonly listed: readonly ListedRemedy[];
}

/** Checks the machine in fresh processes, and lists the remedies. */
export async function checkedList(context: Context, request: CheckRequest): Promise<CheckedList> {
  const before = await checkFresh(request, (stage) => progress(context, `Checking: ${stage}`));
  const state = readFixState(context.environment, before.snapshot.target.python);
  const diagnosis = withLastOutput(
    diagnoseSnapshot(before.withNotebook),
    before.snapshot,
    context.lastOutput?.() ?? '',
  );
  return {
    before,
    state,
    listed: listRemedies(diagnosis, proofIn(state)),
  };
}

/** Shows what is being done. */
export const progress = (context: Context, text: string): void =>
  context.show({ blocks: [{ kind: 'progress', text }] });

/** The remedy that a number or id means. A number means what it meant in the list that was shown last. */
export function chosen(
  listed: readonly ListedRemedy[],
  word: string | undefined,
  state: FixMemory,
): ListedRemedy {
  if (listed.length === 0)
    throw new UndeterminedError('The check has no remedy to offer. See `gpu-check`.');
  if (word === undefined) {
    const first =
      listed.find((one) => one.proof === 'proven') ?? listed.find((one) => isTriable(one));
    if (first !== undefined) return first;
    throw new UndeterminedError(
      'None of the remedies can be tried from here. `gpu-fix` lists them with their commands.',
    );
  }
  const meant = /^\d+$/u.test(word) ? state.listed[Number(word) - 1] : undefined;
  const found = listed.find((one) =>
    meant === undefined
      ? one.id === word || String(one.number) === word
      : `${one.finding}/${one.id}` === meant,
  );
  if (found !== undefined) return found;
  if (meant !== undefined) {
    throw new UndeterminedError(
      `Remedy ${word} was \`${meant}\`, and the check no longer shows it. See \`gpu-fix\` for the new list.`,
    );
  }
  const ids = listed.map((one) => one.id);
  throw new UsageError(
    `There is no remedy \`${word}\` among ${listed.length}.${didYouMean(word, ids)}`,
  );
}

/** A list or a proof that cannot be kept is no reason to keep the answer back. */
export function remember({ environment }: Context, state: FixMemory): void {
  try {
    storeFixState(environment, state);
  } catch {
    // The next `--apply` will ask for the trial again.
  }
}
