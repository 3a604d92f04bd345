import { checkRequest, environmentOf } from '../../command-model/check-options.ts';
import { isRight, rateResults } from '../../performance/results.ts';
import type { MatmulOutput } from '../../performance/matmul-output.ts';
import { runMatmul } from '../../performance/matmul.ts';
import { refuseFailedStart, type Measurement } from '../../performance/measurement.ts';
import { describeEnd } from '../../process-end.ts';
import { loadKnowledge } from '../../content/knowledge.ts';
import type { Arguments, Context, ExitCode, Outcome } from '../../command-model/command.ts';
import { timeoutMs } from '../../command-model/common-options.ts';
import { targetFor } from '../../check/observe.ts';
import { benchReport, benchProgress } from './report.ts';
import { benchValue, measuredOf, type Bench } from './value.ts';
import { readMatmulOptions } from './options.ts';

/** Importing TensorFlow, making and checking the matrices; measuring comes on top. */
const besidesMs = 180_000;

/** Measures, showing each figure as it comes. */
export async function bench(context: Context, args: Arguments): Promise<Outcome> {
  const options = readMatmulOptions(args);
  const target = await targetFor(checkRequest(context, args));
  const knowledge = loadKnowledge();
  const run = await runMatmul({
    ...options,
    python: target.python,
    environment: environmentOf(context),
    cwd: context.cwd,
    timeoutMs: timeoutMs(args, besidesMs + 2000 * options.seconds),
    signal: context.signal,
    onProgress: (output) => context.show(benchProgress(output, rateResults(output, knowledge))),
  });
  refuseFailedStart(run, {
    python: target.python,
    ui: context.ui,
    consequence: 'there is nothing to measure',
  });
  const result: Bench = {
    options,
    output: run.output,
    results: rateResults(run.output, knowledge),
    trouble: troubleOf(run),
    ui: context.ui,
  };
  return {
    report: benchReport(result, target),
    value: benchValue(result, target),
    exitCode: exitCodeOf(result),
  };
}

/** Why it ended before it was done; undefined when it was done. */
function troubleOf({ output, end }: Measurement<MatmulOutput>): string | undefined {
  if (output.stage === 'done') return undefined;
  const { started } = output;
  const doing = started
    ? `measuring ${started.device}, ${started.dtype}, ${started.size}`
    : 'starting';
  if (output.error !== null)
    return `TensorFlow failed while ${doing}: ${output.error.split('\n')[0]}`;
  return `TensorFlow ${describeEnd(end)} while ${doing}.`;
}

/** 0 all was measured and right; 1 something is wrong or missing; 3 nothing was measured. */
function exitCodeOf({ output, results, trouble }: Bench): ExitCode {
  const measured = measuredOf(results);
  if (measured.length === 0) return 3;
  const known = new Set(output.devices.map((one) => one.device));
  const bad = results.some(
    (one) =>
      one.status === 'failed' ||
      !known.has(one.device) ||
      (one.status === 'measured' && !isRight(one)),
  );
  return bad || trouble !== undefined ? 1 : 0;
}
