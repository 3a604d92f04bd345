import * as v from 'valibot';
import { parseJsonLine } from '../../process/json-line.ts';

const samples = v.array(v.number());

const multiGpuOutput = v.object({
  /** `start`, `import`, `devices`, `connecting` (workers only), `one`, `all`, `same-batch`, `done`. */
  stage: v.string(),
  importError: v.nullable(v.string()),
  /** What was raised. */
  error: v.nullable(v.string()),
  tensorflow: v.nullable(v.string()),
  /** What the replicas ran on: GPUs, GPUs of the practice lab, or parts of the CPU. */
  kind: v.nullable(v.picklist(['gpu', 'simulated', 'cpu'])),
  /** Every GPU that TensorFlow lists. */
  gpus: v.array(v.object({ device: v.string(), model: v.nullable(v.string()) })),
  replicas: v.array(v.object({ device: v.string() })),
  /** Rows and columns of both layers. */
  width: v.number(),
  /** Examples of each replica. */
  batch: v.number(),
  /** Samples, ms a step: one device with its batch, all with theirs, all with the batch of one shared out. */
  oneMs: samples,
  allMs: samples,
  sameBatchMs: samples,
  /** Whether gradients were compared, and how far they were apart, as a share of their norm; null: not a number. */
  gradientsCompared: v.boolean(),
  gradientDifference: v.nullable(v.number()),
});

/** What `mirrored.py` has printed so far, its lines put together. */
export type MultiGpuOutput = v.InferOutput<typeof multiGpuOutput>;

/** Before the first line. */
export const noMultiGpuOutput: MultiGpuOutput = {
  stage: 'start',
  importError: null,
  error: null,
  tensorflow: null,
  kind: null,
  gpus: [],
  replicas: [],
  width: 0,
  batch: 0,
  oneMs: [],
  allMs: [],
  sameBatchMs: [],
  gradientsCompared: false,
  gradientDifference: null,
};

/** Adds one line; undefined for a line of another origin, or one that a death tore. */
export function addMultiGpuLine(before: MultiGpuOutput, line: string): MultiGpuOutput | undefined {
  const parsed = parseJsonLine(line);
  if (parsed === undefined) return undefined;
  // A worker says how many replicas there are; which they are is known to who started it.
  const { replicas, ...rest } = parsed;
  const fields = Array.isArray(replicas) ? parsed : rest;
  const after = v.safeParse(multiGpuOutput, { ...before, ...fields });
  return after.success ? after.output : undefined;
}

/**
 * The largest share by which right gradients may differ. Rounding and another order of adding up make some 1e-6, with
 * TF32 1e-3; a gradient in which one of eight replicas is missing differs by some 0.1 and more.
 */
const largestDifference = 0.01;

/** Whether all replicas had the gradients of one device; null when they were not compared. */
export function equalGradients(
  output: Pick<MultiGpuOutput, 'gradientsCompared' | 'gradientDifference'>,
): boolean | null {
  if (!output.gradientsCompared) return null;
  return output.gradientDifference !== null && output.gradientDifference <= largestDifference;
}
