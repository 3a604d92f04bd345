import { runMeasurement, type Measurement, type MeasuringRequest } from '../measurement.ts';
import { addMultiGpuLine, noMultiGpuOutput, type MultiGpuOutput } from './multi-gpu-output.ts';

/** In which Python and environment to train. */
export type TrainingRequest = MeasuringRequest & { readonly signal: AbortSignal };

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
export type TrainingRun = Measurement<MultiGpuOutput>;

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

/** Runs one of the scripts of this folder with its options. Never rejects. */
export function train(
  script: 'mirrored.py' | 'worker.py',
  request: TrainingRequest,
  options: object,
  onProgress: (output: MultiGpuOutput) => void,
): Promise<TrainingRun> {
  return runMeasurement(request, {
    script: `multi-gpu/${script}`,
    options,
    first: noMultiGpuOutput,
    add: addMultiGpuLine,
    onProgress,
  });
}
