import { join } from 'node:path';
import type { Environment } from '../../process/environment.ts';
import type { ProcessEnd } from '../../process-end.ts';
import { runPython } from '../../process/process.ts';
import { tensorflowEnvironment } from '../../process/tensorflow-environment.ts';
import { root } from '../../root.ts';
import { addMultiGpuLine, noMultiGpuOutput, type MultiGpuOutput } from './multi-gpu-output.ts';

/** In which Python and environment to train. */
export interface TrainingRequest {
  readonly python: string;
  readonly environment: Environment;
  readonly cwd: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** What to train on. */
export interface MirroredOptions {
  /** `gpu:0`; null: every GPU, and parts of the CPU where there is none. */
  readonly devices: readonly string[] | null;
  /** Into how many devices the CPU is divided where there is no GPU. */
  readonly replicas: number;
  /** Examples of each replica; null: what suits the device. */
  readonly batch: number | null;
  /** Seconds of measuring, about. */
  readonly seconds: number;
  /** How gradients are exchanged; null: TensorFlow's own choice. */
  readonly exchange: 'nccl' | 'copies' | null;
}

/** What came of one process. */
export interface TrainingRun {
  readonly output: MultiGpuOutput;
  readonly end: ProcessEnd;
  /** What TensorFlow printed, at most the last 200 kB. */
  readonly log: string;
}

/**
 * Trains by MirroredStrategy and on one device, in a process of its own. What was measured before a crash is kept.
 * @throws the signal's reason when it is aborted
 */
export async function runMirrored(
  request: TrainingRequest,
  options: MirroredOptions,
  onProgress: (output: MultiGpuOutput) => void,
): Promise<TrainingRun> {
  // TF_CONFIG is for a strategy over several computers; this one must not wait for them.
  const environment = { ...request.environment, TF_CONFIG: undefined };
  const run = await train('mirrored.py', { ...request, environment }, options, onProgress);
  request.signal.throwIfAborted();
  return run;
}

/** Runs one of the scripts of this folder with its options, and puts its lines together. Never rejects. */
export async function train(
  script: 'mirrored.py' | 'worker.py',
  { python, environment, cwd, timeoutMs, signal }: TrainingRequest,
  options: object,
  onProgress: (output: MultiGpuOutput) => void,
): Promise<TrainingRun> {
  let output = noMultiGpuOutput;
  const { end, stderr } = await runPython({
    python,
    script: join(root, 'src/performance/multi-gpu', script),
    args: [JSON.stringify(options)],
    environment: tensorflowEnvironment(environment),
    cwd,
    timeoutMs,
    signal,
    keepOutputBytes: 200_000,
    onStdoutLine: (line) => {
      const next = addMultiGpuLine(output, line);
      if (next === undefined) return;
      output = next;
      onProgress(output);
    },
  });
  return { output, end, log: stderr };
}
