import { diagnoseSnapshot } from '../../check/diagnose-snapshot.ts';
import { observeMachine } from '../../check/observe.ts';
import type { CheckRequest } from '../../check/request.ts';
import { checkRequest } from '../../command-model/check-options.ts';
import type { Arguments, Context, Outcome } from '../../command-model/command.ts';
import { didYouMean } from '../../command-model/nearest.ts';
import { UndeterminedError, UsageError } from '../../errors.ts';
import { isTriable, listRemedies, type ListedRemedy, type Proven } from '../../fix/listed.ts';
import { trialOutcome, whyNoBefore, type TrialOutcome } from '../../fix/outcome.ts';
import { readFixState, storeFixState, type FixMemory } from '../../fix/state.ts';
import { changedBy, checkFresh, type VariableChanges, type FreshCheck } from '../../fix/trial.ts';
import type { Remedy } from '../../remedies/remedy.ts';
import { applyRemedy, undoLast } from './apply.ts';
import { listReport, triedReport } from './report.ts';
import { fixValue, type Tried } from './value.ts';

/** `gpu-fix`, `--try`, `--apply`, `--undo`. Exit code of `--try`: 0 proven, 1 refuted, 3 untriable. */
export async function fix(context: Context, args: Arguments): Promise<Outcome> {
  const { options } = args;
  const asked = ['try', 'apply', 'undo'].filter((name) => options[name] !== undefined);
  if (asked.length > 1) {
    throw new UsageError(`\`--${asked.join('` and `--')}\` cannot go together.`);
  }
  const [word] = args.positionals;
  if (word !== undefined && (asked.length === 0 || asked[0] === 'undo')) {
    throw new UsageError(`\`${word}\` is for \`--try\` or \`--apply\`.`);
  }
  if (asked.length > 0 && options['from'] !== undefined) {
    throw new UsageError(
      '`--from` lists the remedies of a recorded machine; nothing can be tried or changed there.',
    );
  }
  const request = checkRequest(context, args);
  switch (asked[0]) {
    case 'try':
      return tryOne(context, request, word);
    case 'apply': {
      const { listed, state, before } = await checkedList(context, request);
      return applyRemedy(context, args, request, {
        remedy: chosen(listed, word, state),
        listed,
        state,
        before,
      });
    }
    case 'undo':
      return undoLast(context, args, request);
    case undefined:
    default:
      return list(context, request);
  }
}

async function list(context: Context, request: CheckRequest): Promise<Outcome> {
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

async function checkedList(context: Context, request: CheckRequest): Promise<CheckedList> {
  const before = await checkFresh(request, (stage) => progress(context, `Checking: ${stage}`));
  const state = readFixState(context.environment, before.snapshot.target.python);
  return {
    before,
    state,
    listed: listRemedies(diagnoseSnapshot(before.withNotebook), proofIn(state)),
  };
}

const progress = (context: Context, text: string): void =>
  context.show({ blocks: [{ kind: 'progress', text }] });

/** Finding, remedy and the exact change: another change under the same name was not tried. */
const keyOf = (finding: string, { id, environment }: Pick<Remedy, 'id' | 'environment'>): string =>
  JSON.stringify([finding, id, Object.entries(environment ?? {})]);

const proofIn =
  ({ proofs }: FixMemory) =>
  (finding: string, remedy: Remedy): Proven | undefined => {
    const key = keyOf(finding, remedy);
    const found = proofs.findLast((one) => one.key === key);
    return found === undefined
      ? undefined
      : { proof: found.outcome, provenAt: found.outcome === 'proven' ? found.at : null };
  };

/** The remedy that a number or id means. A number means what it meant in the list that was shown last. */
function chosen(
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

async function tryOne(
  context: Context,
  request: CheckRequest,
  word: string | undefined,
): Promise<Outcome> {
  const started = performance.now();
  const { before, state, listed } = await checkedList(context, request);
  const remedy = chosen(listed, word, state);
  const { environment: changes } = remedy;
  const hindered =
    changes === undefined || !isTriable(remedy)
      ? whyNot(remedy)
      : whyNoBefore(remedy.finding, before);
  const after =
    hindered !== undefined || changes === undefined
      ? undefined
      : await checkFresh(withChanges(request, before, changes), (stage) =>
          progress(context, `With the change: ${stage}`),
        );
  const came: TrialOutcome =
    after === undefined
      ? { outcome: 'untriable', because: hindered ?? '' }
      : trialOutcome(remedy.finding, before, after);
  const at = new Date().toISOString();
  const kept = after === undefined ? state : withProof(state, remedy, came, at);
  remember(context, kept);
  const remedies = listed.map((one) =>
    one === remedy
      ? { ...one, proof: came.outcome, provenAt: came.outcome === 'proven' ? at : null }
      : one,
  );
  const tried: Tried = {
    id: remedy.id,
    finding: remedy.finding,
    ...came,
    before: standing(before),
    after: after === undefined ? null : standing(after),
    seconds: Math.round((performance.now() - started) / 100) / 10,
  };
  return {
    report: triedReport(context.ui, remedy, tried),
    value: fixValue({
      rootCause: before.diagnosis.rootCause,
      remedies,
      tried: [tried],
      undo: state.applied.at(-1),
    }),
    exitCode: { proven: 0 as const, refuted: 1 as const, untriable: 3 as const }[came.outcome],
  };
}

/** The same check of the same Python under changed variables. */
const withChanges = (
  request: CheckRequest,
  { snapshot }: FreshCheck,
  changes: VariableChanges,
): CheckRequest => ({
  ...request,
  python: snapshot.target.python,
  environment: changedBy(request.environment, changes),
});

const standing = ({ diagnosis: { verdict, rootCause } }: FreshCheck): Tried['before'] => ({
  verdict,
  rootCause,
});

const withProof = (
  state: FixMemory,
  remedy: ListedRemedy,
  { outcome }: TrialOutcome,
  at: string,
): FixMemory => ({
  ...state,
  proofs: [
    ...state.proofs.filter((one) => one.key !== keyOf(remedy.finding, remedy)),
    { key: keyOf(remedy.finding, remedy), outcome, at },
  ],
});

function whyNot({ kind, environment }: ListedRemedy): string {
  switch (kind) {
    case 'env':
      return environment === undefined
        ? 'The value of the variable has to be chosen by you, so there is no one change to try.'
        : 'Its use shows only at a later start, so the check cannot tell.';
    case 'pip':
      return 'Remedies with packages are not tried by this command. Its commands are exact; build a new environment with them and check that one.';
    case 'code':
      return 'It changes lines of yours.';
    case 'system':
    case 'hardware':
      return 'It changes the computer itself. Its commands are printed and never run.';
  }
}

/** A list or a proof that cannot be kept is no reason to keep the answer back. */
function remember({ environment }: Context, state: FixMemory): void {
  try {
    storeFixState(environment, state);
  } catch {
    // The next `--apply` will ask for the trial again.
  }
}
