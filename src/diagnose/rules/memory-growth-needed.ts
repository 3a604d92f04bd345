import { loggedCause, logEvidence } from '../log-evidence.ts';
import { remedy } from '../remedies/remedy.ts';
import { setVariable } from '../remedies/shell.ts';
import type { Rule } from '../rule.ts';

/** cuDNN or cuBLAS found no memory left to start. */
export const memoryGrowthNeeded: Rule = {
  id: 'memory-growth-needed',
  link: 'memory',
  needs: ({ live }) => [live.log],
  check(about) {
    const logged = loggedCause(about, 'memory-growth-needed');
    if (logged === undefined) return undefined;
    return {
      severity: 'error',
      summary: logged.summary,
      evidence: logEvidence(about, logged),
      remedies: [
        remedy(
          'grow',
          'env',
          'Let TensorFlow take memory as it needs it.',
          [setVariable('TF_FORCE_GPU_ALLOW_GROWTH', 'true', about.facts)],
          { TF_FORCE_GPU_ALLOW_GROWTH: 'true' },
        ),
      ],
      ruledOut: [
        {
          id: 'cudnn-version-mismatch',
          because: 'TensorFlow does not complain about the version of cuDNN',
        },
      ],
    };
  },
};
