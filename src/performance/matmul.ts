import { gpuLoad } from './gpu-load.ts';
import { addMatmulLine, noMatmulOutput, type Dtype, type MatmulOutput } from './matmul-output.ts';
import { runMeasurement, type Measurement, type MeasuringRequest } from './measurement.ts';

/** What to multiply, where, and for how long. */
export interface MatmulOptions {
  readonly sizes: readonly number[];
  /** null: float32, on GPUs float16 too. */
  readonly dtypes: readonly Dtype[] | null;
  /** `cpu`, `gpu:0`; null: the CPU and every GPU. */
  readonly devices: readonly string[] | null;
  /** Seconds of measuring in all; what comes before and after each takes its own. */
  readonly seconds: number;
}

/** The options, and in which Python and environment to measure. */
export interface MatmulRequest extends MatmulOptions, MeasuringRequest {
  /** Called with all that is known so far whenever there is more. */
  readonly onProgress?: (output: MatmulOutput) => void;
}

/**
 * Multiplies matrices with TensorFlow in a process of its own, on one device after the other.
 * What was measured before a crash or the end of the time is kept.
 *
 * @throws the signal's reason when it is aborted
 */
export async function runMatmul(request: MatmulRequest): Promise<Measurement<MatmulOutput>> {
  const { sizes, dtypes, devices, seconds, signal, onProgress } = request;
  const { python, environment, cwd } = request;
  const gpus = await gpuLoad({ python, environment, cwd, ...(signal ? { signal } : {}) });
  signal?.throwIfAborted();
  const run = await runMeasurement(request, {
    script: 'matmul.py',
    options: { sizes, dtypes, devices, seconds, gpus },
    first: noMatmulOutput,
    add: addMatmulLine,
    ...(onProgress && { onProgress }),
  });
  signal?.throwIfAborted();
  return run;
}
