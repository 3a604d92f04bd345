import { fromLog } from '../from-log.ts';
import type { Rule } from '../rule.ts';
import { remedy } from '../../remedies/remedy.ts';
import { setVariable } from '../../remedies/shell.ts';

/** The GPU was configured too late. */
export const memoryGrowthAfterInit: Rule<'memory-growth-after-init'> = fromLog({
  id: 'memory-growth-after-init',
  link: 'memory',
  severity: 'error',
  remedies: ({ facts }) => [
    remedy(
      'move-to-top',
      'code',
      'Move these lines to the first cell, before anything uses TensorFlow, and restart the kernel.',
    ),
    remedy(
      'grow-by-variable',
      'env',
      'Or let memory grow without a line of code: take those that set memory growth out, and set the variable before Python starts.',
      [setVariable('TF_FORCE_GPU_ALLOW_GROWTH', 'true', facts)],
      { TF_FORCE_GPU_ALLOW_GROWTH: 'true' },
    ),
  ],
});
