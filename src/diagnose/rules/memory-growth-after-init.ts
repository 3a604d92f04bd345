import { loggedCause, logEvidence } from '../log-evidence.ts';
import { remedy } from '../remedies/remedy.ts';
import type { Rule } from '../rule.ts';

/** The GPU was configured too late. */
export const memoryGrowthAfterInit: Rule = {
  id: 'memory-growth-after-init',
  link: 'memory',
  check(about) {
    const logged = loggedCause(about, 'memory-growth-after-init');
    if (logged === undefined) return undefined;
    return {
      severity: 'error',
      summary: logged.summary,
      evidence: logEvidence(about, logged),
      remedies: [
        remedy(
          'move-to-top',
          'code',
          'Move these lines to the first cell, before anything uses TensorFlow, and restart the kernel.',
        ),
      ],
    };
  },
};
