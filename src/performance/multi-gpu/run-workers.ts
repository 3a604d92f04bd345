import { freePorts } from '../../process/free-ports.ts';
import type { MultiGpuOutput } from './multi-gpu-output.ts';
import { train, type TrainingRequest, type TrainingRun } from './run-mirrored.ts';

/** What each worker does. */
export interface WorkerOptions {
  /** How many processes; each is a worker of its own. */
  readonly workers: number;
  /** Examples of each worker. */
  readonly batch: number;
  /** Rows and columns of both layers. */
  readonly width: number;
  /** Steps that are timed together; every worker has to run as many. */
  readonly steps: number;
  /** Seconds of measuring one worker alone. */
  readonly seconds: number;
}

/**
 * Trains by MultiWorkerMirroredStrategy with several processes on this machine, on the CPU. When one of them fails, the
 * others are stopped: they would wait for it.
 *
 * @returns one run for each worker, in their order
 * @throws the signal's reason when it is aborted
 */
export async function runWorkers(
  request: TrainingRequest,
  { workers, ...options }: WorkerOptions,
  onProgress: (output: MultiGpuOutput) => void,
): Promise<readonly TrainingRun[]> {
  const addresses = (await freePorts(workers)).map((port) => `127.0.0.1:${port}`);
  const failed = new AbortController();
  const stopped = AbortSignal.any([request.signal, failed.signal]);
  const running = addresses.map(async (_, index) => {
    const environment = {
      ...request.environment,
      TF_CONFIG: JSON.stringify({
        cluster: { worker: addresses },
        task: { type: 'worker', index },
      }),
    };
    const own = { ...request, environment, signal: stopped };
    const run = await train('worker.py', own, { ...options, gpu: false }, (output) => {
      if (index === 0) onProgress(output);
    });
    if (run.output.stage !== 'done') failed.abort();
    return run;
  });
  const runs = await Promise.all(running);
  request.signal.throwIfAborted();
  return runs;
}
