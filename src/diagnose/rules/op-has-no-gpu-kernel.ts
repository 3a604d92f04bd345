import { loggedCause, logEvidence } from '../log-evidence.ts';
import { remedy } from '../remedies/remedy.ts';
import type { Rule } from '../rule.ts';

/** An operation that exists only for the processor. */
export const opHasNoGpuKernel: Rule = {
  id: 'op-has-no-gpu-kernel',
  link: 'compute',
  check(about) {
    const logged = loggedCause(about, 'op-has-no-gpu-kernel');
    if (logged === undefined) return undefined;
    return {
      severity: 'warning',
      summary: logged.summary,
      evidence: logEvidence(about, logged),
      remedies: [
        remedy(
          'place-on-cpu',
          'code',
          'Put this operation on the processor with `tf.device("/CPU:0")`, or allow soft placement.',
        ),
      ],
    };
  },
};
