import * as v from 'valibot';

/** One computation on one device: where its result lay, and whether it was right. */
const computation = v.object({
  /** `matmul`; `convolution`, or `max pooling` in its place on the practice driver; `xla convolution`, compiled by XLA. */
  name: v.string(),
  /** `ok`: done on the device and right; `wrong`: result differs; `elsewhere`: lay on another device; `failed`: raised; `skipped`: an earlier one on this GPU was not ok. */
  result: v.picklist(['ok', 'wrong', 'elsewhere', 'failed', 'skipped']),
  device: v.nullable(v.string()),
  error: v.nullable(v.string()),
  /** Largest absolute difference to the CPU's result; null when there is no result, or it is not a number. */
  difference: v.nullable(v.number()),
});

/** The live check: TensorFlow in a process of its own. */
export const live = v.object({
  python: v.string(),
  /** How the process ended. `stuck`: it survived SIGKILL and was left behind, waiting in the driver. */
  ended: v.variant('how', [
    v.object({ how: v.literal('exit'), code: v.number() }),
    v.object({ how: v.literal('signal'), signal: v.string() }),
    v.object({ how: v.literal('timeout'), seconds: v.number() }),
    v.object({ how: v.literal('stuck') }),
    v.object({ how: v.literal('not-started'), detail: v.string() }),
  ]),
  /** The last stage reached: `start`, `import`, `list`, `initialise`, `gpu:0 matmul`, … `done`. */
  stage: v.string(),
  importError: v.nullable(v.string()),
  /** What was raised after the import and outside a computation: while listing or initialising. */
  error: v.optional(v.nullable(v.string())),
  tensorflow: v.nullable(v.string()),
  builtWithCuda: v.nullable(v.boolean()),
  build: v.nullable(v.record(v.string(), v.unknown())),
  physicalGpus: v.nullable(
    v.array(
      v.object({
        name: v.string(),
        model: v.nullable(v.string()),
        computeCapability: v.nullable(v.string()),
        /** What TensorFlow calls its kind where that is not `GPU`: `XPU` (Intel's plugin). */
        kind: v.optional(v.string()),
      }),
    ),
  ),
  logicalGpus: v.nullable(v.array(v.string())),
  computations: v.array(v.object({ gpu: v.string(), ...computation.entries })),
  /** GPUs that were hidden from TensorFlow: `busy`, too little memory is free; `shared`, others work on this machine. */
  leftAlone: v.optional(
    v.array(v.object({ gpu: v.string(), because: v.picklist(['busy', 'shared']) })),
  ),
  /** Seconds the import took. */
  importSeconds: v.nullable(v.number()),
  /** What TensorFlow printed, at most the last 200 kB. */
  log: v.string(),
});

export type Live = v.InferOutput<typeof live>;
