import * as v from 'valibot';
import { parseJsonLine } from '../process/json-line.ts';

/** What can be multiplied with what precision. */
export const dtypes = ['float16', 'bfloat16', 'float32', 'float64'] as const;
export type Dtype = (typeof dtypes)[number];

const matmulCase = {
  /** `cpu`, `gpu:0` */
  device: v.string(),
  dtype: v.picklist(dtypes),
  /** Rows and columns of both square matrices. */
  size: v.number(),
};

const result = v.variant('status', [
  v.object({
    ...matmulCase,
    status: v.literal('measured'),
    /** Samples: ms for one matmul. */
    ms: v.pipe(v.array(v.number()), v.minLength(1)),
    /** TensorFlow's name of the device on which the product lay. */
    placed: v.string(),
    /** Largest absolute error against float64 in the rows that were checked; null when it is not a number. */
    largestError: v.nullable(v.number()),
  }),
  v.object({
    ...matmulCase,
    status: v.picklist(['skipped', 'failed']),
    reason: v.string(),
    /** First line of TensorFlow's error. */
    detail: v.optional(v.string()),
  }),
]);

const matmulOutput = v.object({
  /** `start`, `import`, `devices`, `done`. */
  stage: v.string(),
  importError: v.nullable(v.string()),
  /** What was raised outside of a measurement. */
  error: v.nullable(v.string()),
  tensorflow: v.nullable(v.string()),
  devices: v.array(
    v.object({
      device: v.string(),
      model: v.nullable(v.string()),
      computeCapability: v.nullable(v.string()),
      /** Of a GPU, before TensorFlow took any; null when the driver does not say. */
      freeMiB: v.nullable(v.number()),
      /** Share of the moments before the start in which a program used it, in percent. */
      busyPercent: v.nullable(v.number()),
    }),
  ),
  /** Whether the GPUs are the fault lab's, whose speed means nothing. */
  lab: v.boolean(),
  /** Whether TensorFlow rounds float32 factors to TF32 where the gpu has it; null when it cannot be asked. */
  tf32: v.nullable(v.boolean()),
  plan: v.array(v.object(matmulCase)),
  /** What is being measured now. */
  started: v.nullable(v.object(matmulCase)),
  results: v.array(result),
});

/** One combination of device, type and size. */
export type MatmulCase = v.InferOutput<typeof matmulOutput>['plan'][number];
export type MatmulDevice = v.InferOutput<typeof matmulOutput>['devices'][number];
export type MatmulResult = v.InferOutput<typeof result>;
/** What `matmul.py` has printed so far, its lines put together. */
export type MatmulOutput = v.InferOutput<typeof matmulOutput>;

/** Before the first line. */
export const noMatmulOutput: MatmulOutput = {
  stage: 'start',
  importError: null,
  error: null,
  tensorflow: null,
  devices: [],
  lab: false,
  tf32: null,
  plan: [],
  started: null,
  results: [],
};

/** Adds one line of `matmul.py`; undefined for a line of another origin, or one that a death tore. */
export function addMatmulLine(before: MatmulOutput, line: string): MatmulOutput | undefined {
  const parsed = parseJsonLine(line);
  if (parsed === undefined) return undefined;
  const { result: one, ...fields } = parsed;
  const results = one === undefined ? before.results : [...before.results, one];
  const after = v.safeParse(matmulOutput, { ...before, ...fields, results });
  return after.success ? after.output : undefined;
}
