import * as v from 'valibot';

/** Probe `nvidia-smi`: what the program prints, under a time limit. Parsing is the facts' work. */
export const nvidiaSmi = v.object({
  path: v.nullable(v.string()),
  exitCode: v.nullable(v.number()),
  timedOut: v.boolean(),
  /** Its time limit in seconds, which grows with the number of GPUs. */
  limitSeconds: v.optional(v.number()),
  stdout: v.string(),
  stderr: v.string(),
});
