import type { Snapshot } from '../../collect/snapshot.ts';
import { diagnose, type Diagnosis } from '../../diagnose/diagnose.ts';
import { valueOf } from '../../facts/fact.ts';
import { readFacts } from '../../facts/facts.ts';
import { loadKnowledge } from '../../knowledge/index.ts';
import { runLive } from '../../trial/live.ts';
import { mayRun } from '../../trial/may-run.ts';
import type { Arguments, Context, ExitCode, Outcome } from '../command.ts';
import { environmentOf, observeMachine, timeoutMs, type Machine } from '../machine.ts';
import { circumstancesOf } from './circumstances.ts';
import { checkReport, workingReport } from './report.ts';
import { diagnosisValue } from './value.ts';

const liveTimeoutMs = 120_000;

/** Static first, live second; the chain fills in while it works. */
export async function check(context: Context, args: Arguments): Promise<Outcome> {
  const knowledge = loadKnowledge();
  const judge = (snapshot: Snapshot): Diagnosis => diagnose(readFacts(snapshot), knowledge);
  const started = performance.now();
  const machine = await observeMachine(context, args, {
    onProgress: (soFar) => context.show(workingReport(judge(soFar), 'Looking at the machine')),
  });
  const staticMs = performance.now() - started;
  const snapshot = await withLive(context, args, machine, judge);
  const liveMs = performance.now() - started - staticMs;
  const diagnosis = judge(snapshot);
  const timings = {
    staticMs: Math.round(staticMs),
    liveMs: snapshot.live ? Math.round(liveMs) : 0,
  };
  return {
    report: checkReport(diagnosis, snapshot, machine.target, context.door),
    value: diagnosisValue(diagnosis, snapshot, timings),
    exitCode: exitCodeOf(diagnosis, args.options['require-gpu'] !== undefined),
  };
}

/** The snapshot with its live part, or why there is none. */
export async function withLive(
  context: Context,
  args: Arguments,
  { snapshot, target }: Machine,
  judge: (snapshot: Snapshot) => Diagnosis,
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
  const show = (stage: string): void =>
    context.show(workingReport(judge(snapshot), `TensorFlow in a process of its own: ${stage}`));
  show('starting');
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

/** 0 nothing above info; 1 a warning or an error, or no GPU where one is required; 3 unknown. */
function exitCodeOf(diagnosis: Diagnosis, requireGpu: boolean): ExitCode {
  const bad = diagnosis.findings.some((finding) => finding.severity !== 'info');
  if (bad) return 1;
  if (requireGpu && diagnosis.verdict === 'cpu-only') return 1;
  return diagnosis.verdict === 'unknown' ? 3 : 0;
}
