import { valueOf } from '../facts/fact.ts';
import { readFacts } from '../facts/facts.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { circumstancesOf } from './circumstances.ts';
import { mayRun } from './may-run.ts';
import type { ObservedMachine } from './observe.ts';
import type { CheckRequest } from './request.ts';

/** The first import from a slow disk alone can take two minutes. */
const liveTimeoutMs = 240_000;

/**
 * The snapshot with its live check, or with the reason why there is none.
 * @param onStage called with what TensorFlow is made to do: `starting`, `import`, `list`, `gpu:0 matmul`, …
 */
export async function withLive(
  request: CheckRequest,
  { snapshot, target }: ObservedMachine,
  onStage: (stage: string) => void,
): Promise<Snapshot> {
  if (target === undefined) return snapshot;
  if (request.live === 'never') return { ...snapshot, liveSkipped: 'static' };
  const facts = readFacts(snapshot);
  // TensorFlow would hang in the driver as well, and might not even be killed there.
  if (valueOf(facts.driver.hangs) === 'libcuda')
    return { ...snapshot, liveSkipped: 'driver-hangs' };
  const pid = request.notebook?.pid();
  const decision = mayRun(
    circumstancesOf(snapshot, facts, {
      forced: request.live === 'always',
      allGpus: request.allGpus,
      ...(pid !== undefined && { notebookPid: pid }),
    }),
  );
  if (!decision.run) return { ...snapshot, liveSkipped: decision.reason };
  onStage('starting');
  const { runLive } = await import('./live-check.ts');
  const { environment } = request;
  const live = await runLive({
    python: target.python,
    environment:
      decision.visible === null
        ? environment
        : { ...environment, CUDA_VISIBLE_DEVICES: decision.visible },
    numbers: decision.numbers,
    cwd: request.cwd,
    timeoutMs: request.liveTimeoutMs ?? liveTimeoutMs,
    signal: request.signal,
    onStage,
  });
  const { leftAlone } = decision;
  return {
    ...snapshot,
    live: leftAlone.length === 0 ? live : { ...live, leftAlone: [...leftAlone] },
  };
}
