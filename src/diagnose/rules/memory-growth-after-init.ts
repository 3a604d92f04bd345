import { fromLog } from '../from-log.ts';
import type { Rule } from '../rule.ts';
import { remedy } from '../../remedies/remedy.ts';

/** The GPU was configured too late. */
export const memoryGrowthAfterInit: Rule<'memory-growth-after-init'> = fromLog({
  id: 'memory-growth-after-init',
  link: 'memory',
  severity: 'error',
  remedies: () => [
    remedy(
      'move-to-top',
      'code',
      'Move these lines to the first cell, before anything uses TensorFlow, and restart the kernel.',
    ),
  ],
});
