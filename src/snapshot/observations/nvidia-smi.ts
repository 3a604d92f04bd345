import * as v from 'valibot';

/** Probe `nvidia-smi`: what the program prints, under a time limit. Parsing is the facts' work. */
export const nvidiaSmi = v.object({
  path: v.nullable(v.string()),
  exitCode: v.nullable(v.number()),
  timedOut: v.boolean(),
  stdout: v.string(),
  stderr: v.string(),
});
