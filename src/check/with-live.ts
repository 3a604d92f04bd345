import type { Snapshot } from '../snapshot/snapshot.ts';
import { valueOf } from '../facts/fact.ts';
import { readFacts } from '../facts/facts.ts';
import { mayRun } from './may-run.ts';
import type { Arguments, Context } from '../command-model/command.ts';
import { timeoutMs } from '../command-model/common-options.ts';
import { judge } from './judge.ts';
import { environmentOf, type Machine } from './machine.ts';
import { circumstancesOf } from './circumstances.ts';
import { workingReport } from '../commands/gpu-check/report.ts';

const liveTimeoutMs = 120_000;

/** The snapshot with its live part, or why there is none. */
export async function withLive(
  context: Context,
  args: Arguments,
  { snapshot, target }: Machine,
): Promise<Snapshot> {
  if (target === undefined) return snapshot;
  if (args.options['static'] !== undefined) return { ...snapshot, liveSkipped: 'static' };
  const facts = readFacts(snapshot);
  // TensorFlow would hang in the driver as well, and might not even be killed there.
  if (valueOf(facts.driver.hangs) === 'libcuda')
    return { ...snapshot, liveSkipped: 'driver-hangs' };
  const forced = args.options['live'] !== undefined;
  const pid = context.notebook?.pid();
  const decision = mayRun(
    circumstancesOf(facts, { forced, ...(pid !== undefined && { notebookPid: pid }) }),
  );
  if (!decision.run) return { ...snapshot, liveSkipped: decision.reason };
  const soFar = judge(snapshot);
  const show = (stage: string): void =>
    context.show(workingReport(soFar, `TensorFlow in a process of its own: ${stage}`));
  show('starting');
  const { runLive } = await import('./live-check.ts');
  const environment = environmentOf(context);
  const live = await runLive({
    python: target.python,
    environment:
      decision.visible === null
        ? environment
        : { ...environment, CUDA_VISIBLE_DEVICES: decision.visible },
    numbers: decision.numbers,
    cwd: context.cwd,
    timeoutMs: timeoutMs(args, liveTimeoutMs),
    signal: context.signal,
    onStage: show,
  });
  return { ...snapshot, live };
}
