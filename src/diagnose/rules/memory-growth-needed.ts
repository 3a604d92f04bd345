import { fromLog } from '../from-log.ts';
import type { Rule } from '../rule.ts';
import { remedy } from '../../remedies/remedy.ts';
import { setVariable } from '../../remedies/shell.ts';

/** cuDNN or cuBLAS found no memory left to start. */
export const memoryGrowthNeeded: Rule<'memory-growth-needed'> = fromLog({
  id: 'memory-growth-needed',
  link: 'memory',
  needs: ({ live }) => [live.log],
  severity: 'error',
  remedies: (input) => [
    remedy(
      'grow',
      'env',
      'Let TensorFlow take memory as it needs it.',
      [setVariable('TF_FORCE_GPU_ALLOW_GROWTH', 'true', input.facts)],
      { TF_FORCE_GPU_ALLOW_GROWTH: 'true' },
    ),
  ],
  ruledOut: [
    {
      id: 'cudnn-version-mismatch',
      because: 'TensorFlow does not complain about the version of cuDNN',
    },
  ],
});
