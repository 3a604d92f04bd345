import type { CheckRequest } from '../../check/request.ts';
import type { Arguments, Context, Outcome } from '../../command-model/command.ts';
import { tryCode } from '../../fix/code-trial.ts';
import type { Download } from '../../fix/download.ts';
import type { ListedRemedy } from '../../fix/listed.ts';
import { trialOutcome, whyNoBefore, type TrialOutcome } from '../../fix/outcome.ts';
import { tryPackages } from '../../fix/package-trial.ts';
import type { FixMemory } from '../../fix/state.ts';
import { proofKey, trialOf } from '../../fix/trial-of.ts';
import { changedBy, checkFresh, type FreshCheck, type VariableChanges } from '../../fix/trial.ts';
import { checkedList, chosen, progress, remember, type CheckedList } from './list.ts';
import { askedReport, triedReport } from './report.ts';
import { fixValue, type Tried } from './value.ts';

/** A trial as it went. */
interface Went {
  readonly came: TrialOutcome;
  readonly before: FreshCheck;
  /** Undefined when nothing was started for it. */
  readonly after: FreshCheck | undefined;
}

/** `gpu-fix --try ID`: the check before and after the remedy, in processes or an environment to throw away. */
export async function tryOne(
  context: Context,
  args: Arguments,
  request: CheckRequest,
  word: string | undefined,
): Promise<Outcome> {
  const started = performance.now();
  const checked = await checkedList(context, request);
  const { state, listed } = checked;
  const remedy = chosen(listed, word, state);
  const went = await trial(context, args, request, checked, remedy);
  if ('packages' in went) {
    return {
      report: askedReport(context.ui, remedy, went),
      value: fixValue({
        rootCause: checked.before.diagnosis.rootCause,
        remedies: listed,
        download: went,
        undo: state.applied.at(-1),
      }),
      exitCode: 3,
    };
  }
  const { came, before, after } = went;
  const at = new Date().toISOString();
  if (after !== undefined) remember(context, withProof(state, remedy, came, at));
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

async function trial(
  context: Context,
  args: Arguments,
  request: CheckRequest,
  { before }: CheckedList,
  remedy: ListedRemedy,
): Promise<Went | Download> {
  const how = trialOf(remedy);
  const untriable = (because: string): Went => ({
    came: { outcome: 'untriable', because },
    before,
    after: undefined,
  });
  if (how.kind === 'none') return untriable(how.because);
  if (how.kind === 'code') {
    const { python } = before.snapshot.target;
    const came = await tryCode(request, python, how, (stage) =>
      progress(context, `Trying: ${stage}`),
    );
    return { came, before, after: came.outcome === 'untriable' ? undefined : before };
  }
  const hindered = whyNoBefore(remedy.finding, before);
  if (hindered !== undefined) return untriable(hindered);
  switch (how.kind) {
    case 'variables': {
      const after = await checkFresh(withChanges(request, before, how.changes), (stage) =>
        progress(context, `With the change: ${stage}`),
      );
      return { came: trialOutcome(remedy.finding, before, after), before, after };
    }
    case 'packages': {
      const result = await tryPackages({
        request,
        finding: remedy.finding,
        steps: how.steps,
        checked: before,
        agreed: args.options['yes'] !== undefined,
        onStage: (stage) => progress(context, `In a throw-away environment: ${stage}`),
      });
      return 'download' in result ? result.download : result;
    }
  }
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

function withProof(
  state: FixMemory,
  remedy: ListedRemedy,
  { outcome }: TrialOutcome,
  at: string,
): FixMemory {
  const key = proofKey(remedy.finding, remedy);
  return {
    ...state,
    proofs: [...state.proofs.filter((one) => one.key !== key), { key, outcome, at }],
  };
}
