import { checkRequest, environmentOf } from '../../command-model/check-options.ts';
import { isRight, judge } from '../../performance/judge.ts';
import { runMatmul, type MatmulRun } from '../../performance/matmul.ts';
import type { ProcessEnd } from '../../process/process.ts';
import { UndeterminedError, UsageError } from '../../errors.ts';
import { loadKnowledge } from '../../content/knowledge.ts';
import type { Arguments, Context, ExitCode, Outcome } from '../../command-model/command.ts';
import { timeoutMs } from '../../command-model/common-options.ts';
import { targetOf } from '../../check/observe.ts';
import { benchReport, workingReport } from './report.ts';
import { measuredOf, type Bench } from './result.ts';
import { benchValue } from './value.ts';
import { readWish } from './options.ts';

/** Importing TensorFlow, making and checking the matrices; measuring comes on top. */
const besidesMs = 180_000;

/** Measures, showing each figure as it comes. */
export async function bench(context: Context, args: Arguments): Promise<Outcome> {
  const wish = readWish(args);
  if (args.options['from'] !== undefined) {
    throw new UsageError('`matmul-bench` measures this machine, so `--from` means nothing here.');
  }
  const target = await targetOf(checkRequest(context, args));
  const knowledge = loadKnowledge();
  const run = await runMatmul({
    ...wish,
    python: target.python,
    environment: environmentOf(context),
    cwd: context.cwd,
    timeoutMs: timeoutMs(args, besidesMs + 2000 * wish.seconds),
    signal: context.signal,
    onProgress: (told) => context.show(workingReport(told, judge(told, knowledge))),
  });
  refuseFailedStart(run, target.python);
  const result: Bench = {
    wish,
    told: run.told,
    judged: judge(run.told, knowledge),
    trouble: troubleOf(run),
    ui: context.ui,
  };
  return {
    report: benchReport(result, target),
    value: benchValue(result, target),
    exitCode: exitCodeOf(result),
  };
}

/** Without TensorFlow there is nothing to measure. */
function refuseFailedStart({ told, end, log }: MatmulRun, python: string): void {
  if (end.how === 'not-started') {
    throw new UndeterminedError(`\`${python}\` could not be started: ${end.detail}.`);
  }
  if (told.importError === null) return;
  if (/^ModuleNotFoundError: .*'tensorflow'$/.test(told.importError)) {
    const line = `${quoted(python)} -m pip install tensorflow`;
    throw new UndeterminedError(
      `This Python has no TensorFlow, so there is nothing to measure. To install it: \`${line}\``,
    );
  }
  const said = told.importError.split('\n')[0] ?? '';
  throw new UndeterminedError(
    `TensorFlow of \`${python}\` cannot be imported (${said}), so there is nothing to measure. \`gpu-check\` looks for the cause.`,
    { cause: new Error(log) },
  );
}

const quoted = (path: string): string => (/^[\w./:\\-]+$/.test(path) ? path : `"${path}"`);

/** Why it ended before it was done; undefined when it was done. */
function troubleOf({ told, end }: MatmulRun): string | undefined {
  if (told.stage === 'done') return undefined;
  const { started } = told;
  const doing = started
    ? `measuring ${started.device}, ${started.dtype}, ${started.size}`
    : 'starting';
  if (told.error !== null) return `TensorFlow failed while ${doing}: ${told.error.split('\n')[0]}`;
  return `TensorFlow ${endInWords(end)} while ${doing}.`;
}

function endInWords(end: ProcessEnd): string {
  switch (end.how) {
    case 'exit':
      return `ended with code ${end.code}`;
    case 'signal':
      return `died of ${end.signal}`;
    case 'timeout':
      return 'was stopped, because the time was over,';
    case 'stuck':
      return 'hung in the driver, even after SIGKILL,';
    case 'aborted':
    case 'not-started':
      return 'was not run';
  }
}

/** 0 all was measured and right; 1 something is wrong or missing; 3 nothing was measured. */
function exitCodeOf({ told, judged, trouble }: Bench): ExitCode {
  const measured = measuredOf(judged);
  if (measured.length === 0) return 3;
  const known = new Set(told.devices.map((one) => one.device));
  const bad = judged.some(
    (one) =>
      one.status === 'failed' ||
      !known.has(one.device) ||
      (one.status === 'measured' && !isRight(one)),
  );
  return bad || trouble !== undefined ? 1 : 0;
}
