import { peaksOf, type Knowledge } from '../knowledge/index.ts';
import { errorBound } from './error-bound.ts';
import type {
  Dtype,
  MatmulCase,
  MatmulDevice,
  MatmulResult,
  MatmulOutput,
} from './matmul-output.ts';
import { quartiles } from './quartiles.ts';

/** A matmul that was done, and what to think of it. */
export interface Measured extends MatmulCase {
  readonly status: 'measured';
  /** ms for one matmul: quartiles over `samples`. */
  readonly medianMs: number;
  readonly q1Ms: number;
  readonly q3Ms: number;
  readonly samples: number;
  /** 2n³ operations in the median time. */
  readonly tflops: number;
  /** Of this gpu at this type; null when it is not known. */
  readonly peakTflops: number | null;
  readonly shareOfPeak: number | null;
  /** How many times as fast as the CPU at the same type and size; null when there is nothing to compare. */
  readonly speedUp: number | null;
  readonly correct: boolean;
  /** Largest error against float64, and the largest that a right product can have. */
  readonly largestError: number | null;
  readonly errorBound: number;
  /** Whether the product lay on the device that was asked. */
  readonly onDevice: boolean;
  /** float32 whose factors were rounded to TF32. */
  readonly tf32: boolean;
}

export type RatedResult = Measured | Exclude<MatmulResult, { status: 'measured' }>;

/** Computed where it was asked for, and right. */
export const isRight = (one: Measured): boolean => one.correct && one.onDevice;

/** Turns samples into figures: rates, shares of the peak, speed-ups, and whether the products are right. */
export function rateResults(output: MatmulOutput, knowledge: Knowledge): RatedResult[] {
  const results = output.results.map((result) => rateOne(result, output, knowledge));
  const cpu = results.filter((one) => one.device === 'cpu');
  return results.map((one) => {
    // The speed of a wrong result does not count.
    if (one.status !== 'measured' || one.device === 'cpu' || !isRight(one)) return one;
    const twin = cpu.find((other) => other.dtype === one.dtype && other.size === one.size);
    return twin?.status === 'measured' && isRight(twin)
      ? { ...one, speedUp: twin.medianMs / one.medianMs }
      : one;
  });
}

function rateOne(result: MatmulResult, output: MatmulOutput, knowledge: Knowledge): RatedResult {
  if (result.status !== 'measured') return result;
  const { device, dtype, size, ms, placed, largestError } = result;
  const gpu = output.devices.find((one) => one.device === device);
  const tf32 = dtype === 'float32' && output.tf32 !== false && hasTf32(gpu);
  const { q1, median, q3 } = quartiles(ms);
  const tflops = (2 * size ** 3) / (median * 1e9);
  const peakTflops = output.lab ? null : peakOf(knowledge, gpu, dtype, tf32);
  const bound = errorBound(dtype, size, tf32);
  return {
    status: 'measured',
    device,
    dtype,
    size,
    tf32,
    medianMs: median,
    q1Ms: q1,
    q3Ms: q3,
    samples: ms.length,
    tflops,
    peakTflops,
    shareOfPeak: peakTflops === null ? null : tflops / peakTflops,
    speedUp: null,
    correct: largestError !== null && largestError <= bound,
    largestError,
    errorBound: bound,
    onDevice: placed.includes(device === 'cpu' ? 'CPU:' : 'GPU:'),
  };
}

/** Compute capability 8.0 (Ampere) and later multiply in TF32 unless output otherwise. */
const hasTf32 = (gpu: MatmulDevice | undefined): boolean =>
  Number(gpu?.computeCapability?.split('.')[0] ?? 0) >= 8;

/** TFLOP/s. Our tables have no float64, and board makers differ on the newest GPUs. */
function peakOf(
  knowledge: Knowledge,
  gpu: MatmulDevice | undefined,
  dtype: Dtype,
  tf32: boolean,
): number | null {
  const row = gpu?.device !== 'cpu' && gpu?.model ? peaksOf(knowledge, gpu.model) : undefined;
  if (row === undefined || row.source === 'least-certain') return null;
  const peaks: Record<Dtype, number | null> = {
    float16: row.fp16,
    bfloat16: row.bf16,
    float32: tf32 ? row.tf32 : row.fp32,
    float64: null,
  };
  return peaks[dtype];
}
