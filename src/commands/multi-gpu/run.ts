import { targetFor } from '../../check/observe.ts';
import { checkRequest, environmentOf } from '../../command-model/check-options.ts';
import type { Arguments, Context, ExitCode, Outcome } from '../../command-model/command.ts';
import { timeoutMs } from '../../command-model/common-options.ts';
import {
  equalGradients,
  type MultiGpuOutput,
} from '../../performance/multi-gpu/multi-gpu-output.ts';
import { refuseFailedStart } from '../../performance/measurement.ts';
import { exchangeProblem } from '../../performance/multi-gpu/exchange.ts';
import { reachWorkers } from '../../performance/multi-gpu/reach-workers.ts';
import {
  runMirrored,
  type TrainingRequest,
  type TrainingRun,
} from '../../performance/multi-gpu/run-mirrored.ts';
import { runWorkers } from '../../performance/multi-gpu/run-workers.ts';
import { readTfConfig, type TrainingProblem } from '../../performance/multi-gpu/tf-config.ts';
import { describeEnd } from '../../process-end.ts';
import { readMultiGpuOptions, type MultiGpuOptions } from './options.ts';
import { trainingProgress, trainingReport } from './report.ts';
import { topologyOf } from '../../performance/multi-gpu/topology.ts';
import { multiGpuValue, type Training } from './value.ts';

/** Importing TensorFlow and tracing the functions; measuring comes on top. */
const besidesMs = 120_000;
/** Small enough for any computer: the exchange between processes is what is tried. */
const workerSizes = { width: 512, batch: 64, steps: 20 };

/** Trains on all devices or with several workers, and says whether that is right and worth it. */
export async function trainTogether(context: Context, args: Arguments): Promise<Outcome> {
  const options = readMultiGpuOptions(args);
  const target = await targetFor(checkRequest(context, args));
  const environment = environmentOf(context);
  const request: TrainingRequest = {
    python: target.python,
    environment,
    cwd: context.cwd,
    timeoutMs: timeoutMs(args, besidesMs + 2000 * options.seconds),
    signal: context.signal,
  };
  const show = (output: MultiGpuOutput): void =>
    context.show(trainingProgress(output, options.workers));
  const checking = clusterProblems(environment['TF_CONFIG']);
  const trained =
    options.workers === null
      ? await withMirrored(request, options, show)
      : await withWorkers(request, options, options.workers, show);
  const { run, problems } = trained;
  refuseFailedStart(run, {
    python: target.python,
    ui: context.ui,
    consequence: 'nothing can be trained',
  });
  const training: Training = {
    output: run.output,
    workers: options.workers,
    problems: [...(await checking), ...problems, ...gradientProblems(run.output)],
    trouble: troubleOf(run),
    topology: await topologyOf(run.output, request),
    ui: context.ui,
  };
  return {
    report: trainingReport(training, options, target),
    value: multiGpuValue(training, target),
    exitCode: exitCodeOf(training, options),
  };
}

interface Trained {
  readonly run: TrainingRun;
  readonly problems: readonly TrainingProblem[];
}

async function withMirrored(
  request: TrainingRequest,
  options: MultiGpuOptions,
  show: (output: MultiGpuOutput) => void,
): Promise<Trained> {
  const run = await runMirrored(request, { ...options, exchange: null }, show);
  const problem = await exchangeProblem(run, (exchange, environment) =>
    runMirrored(
      { ...request, environment: { ...request.environment, ...environment } },
      { ...options, seconds: 1, exchange },
      show,
    ),
  );
  return { run, problems: problem === undefined ? [] : [problem] };
}

async function withWorkers(
  request: TrainingRequest,
  { batch, seconds }: MultiGpuOptions,
  workers: number,
  show: (output: MultiGpuOutput) => void,
): Promise<Trained> {
  const sizes = { ...workerSizes, ...(batch !== null && { batch }) };
  const runs = await runWorkers(request, { workers, ...sizes, seconds: seconds / 4 }, show);
  // The one that failed by itself says more than those that were stopped because of it.
  const run =
    runs.find(({ output, end }) => output.stage !== 'done' && end.how !== 'aborted') ?? runs[0];
  if (run === undefined) throw new RangeError('No worker was started.');
  const replicas = runs.map((_, index) => ({ device: `worker:${index}` }));
  const { width, batch: each } = sizes;
  return {
    run: { ...run, output: { ...run.output, kind: 'cpu', replicas, width, batch: each } },
    problems: [],
  };
}

/** What is wrong with TF_CONFIG, where it is set. */
async function clusterProblems(text: string | undefined): Promise<readonly TrainingProblem[]> {
  if (text === undefined || text === '') return [];
  const { cluster, problems } = readTfConfig(text);
  return cluster === null || problems.length > 0 ? problems : reachWorkers(cluster);
}

function gradientProblems(output: MultiGpuOutput): readonly TrainingProblem[] {
  if (equalGradients(output) !== false) return [];
  const { gradientDifference: difference } = output;
  const how =
    difference === null
      ? 'are not numbers'
      : `differ by ${Number((100 * difference).toPrecision(2))} %`;
  return [
    {
      id: 'gradients-differ',
      summary: `The gradients of all devices together ${how} from those of one device. A model that is trained so learns something else.`,
    },
  ];
}

function troubleOf({ output, end }: TrainingRun): string | undefined {
  if (output.stage === 'done') return undefined;
  if (output.error !== null) return `TensorFlow failed: ${output.error.split('\n')[0]}`;
  return `TensorFlow ${describeEnd(end)}.`;
}

/** 0 all is right; 1 a problem was found; 3 it could not be compared. */
function exitCodeOf(
  { output, problems, trouble }: Training,
  { devices }: MultiGpuOptions,
): ExitCode {
  const missing = (devices ?? []).some((one) => !output.gpus.some(({ device }) => device === one));
  if (problems.length > 0 || missing) return 1;
  if (trouble !== undefined) return output.gradientsCompared ? 1 : 3;
  return 0;
}
