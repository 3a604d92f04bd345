import { observeMachine } from '../../check/observe.ts';
import { checkRequest } from '../../command-model/check-options.ts';
import type { Arguments, Context, Outcome } from '../../command-model/command.ts';
import { throttle } from '../../command-model/throttle.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';

const looking = 'Looking at the machine';

/** What is known so far is diagnosed and shown at most this often, in ms: a dozen probes answer within 100 ms. */
const showEvery = 80;

/** Static first, live second; the chain fills in while it works. */
export async function check(context: Context, args: Arguments): Promise<Outcome> {
  const started = performance.now();
  const request = checkRequest(context, args);
  let loading: ReturnType<typeof loadDiagnosis> | undefined;
  const showSoFar = async (soFar: Snapshot): Promise<void> => {
    const { diagnoseSnapshot, workingReport } = await (loading ??= loadDiagnosis());
    context.show(workingReport(diagnoseSnapshot(soFar), looking));
  };
  const progress = throttle((soFar: Snapshot) => void showSoFar(soFar), showEvery);
  try {
    const observing = observeMachine(request, { onProgress: progress.take });
    loading = loadDiagnosis();
    context.show({ blocks: [{ kind: 'progress', text: looking }] });
    const [machine, { checkOutcome, diagnoseSnapshot, withLive, workingReport }] =
      await Promise.all([observing, loading]);
    progress.stop();
    const staticMs = performance.now() - started;
    const soFar = diagnoseSnapshot(machine.snapshot);
    const snapshot = await withLive(request, machine, (stage) =>
      context.show(workingReport(soFar, `TensorFlow in a process of its own: ${stage}`)),
    );
    return checkOutcome(snapshot, {
      target: machine.target,
      recordedIn: machine.recordedIn,
      ui: context.ui,
      environment: context.environment,
      requireGpu: args.options['require-gpu'] !== undefined,
      staticMs,
      liveMs: performance.now() - started - staticMs,
    });
  } finally {
    progress.stop();
  }
}

/**
 * Rules and reports take as long to load as the machine takes to answer, so Python is started first. What takes names
 * out of the answer is loaded here for the same reason.
 */
async function loadDiagnosis() {
  const [report, { diagnoseSnapshot }, { workingReport }, { withLive }] = await Promise.all([
    import('./report.ts'),
    import('../../check/diagnose-snapshot.ts'),
    import('../../report/check-report.ts'),
    import('../../check/with-live.ts'),
    import('../../command-model/redacted.ts'),
  ]);
  return { checkOutcome: report.checkOutcome, diagnoseSnapshot, workingReport, withLive };
}
