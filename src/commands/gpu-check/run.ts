import type { Snapshot } from '../../snapshot/snapshot.ts';
import type { Arguments, Context, Outcome } from '../../command-model/command.ts';
import { observeMachine } from '../../check/observe.ts';
import { checkRequest } from '../../command-model/check-options.ts';
import { newest } from './newest.ts';

const looking = 'Looking at the machine';

/** Static first, live second; the chain fills in while it works. */
export async function check(context: Context, args: Arguments): Promise<Outcome> {
  const started = performance.now();
  const request = checkRequest(context, args);
  const showSoFar = async (soFar: Snapshot): Promise<void> => {
    const [{ judge, workingReport }] = await loading;
    context.show(workingReport(judge(soFar), looking));
  };
  const progress = newest((soFar: Snapshot) => void showSoFar(soFar));
  const observing = observeMachine(request, { onProgress: progress.take });
  // Rules and reports take as long to load as the machine takes to answer, so Python is started first. What takes
  // names out of the answer is loaded here for the same reason.
  const loading = Promise.all([
    import('./answer.ts'),
    import('../../check/with-live.ts'),
    import('../../command-model/redacted.ts'),
  ]);
  context.show({ blocks: [{ kind: 'progress', text: looking }] });
  try {
    const [machine, [{ answerOf, judge, workingReport }, { withLive }]] = await Promise.all([
      observing,
      loading,
    ]);
    progress.stop();
    const staticMs = performance.now() - started;
    const soFar = judge(machine.snapshot);
    const snapshot = await withLive(request, machine, (stage) =>
      context.show(workingReport(soFar, `TensorFlow in a process of its own: ${stage}`)),
    );
    return answerOf(snapshot, {
      target: machine.target,
      ui: context.ui,
      requireGpu: args.options['require-gpu'] !== undefined,
      staticMs,
      liveMs: performance.now() - started - staticMs,
    });
  } finally {
    progress.stop();
  }
}
