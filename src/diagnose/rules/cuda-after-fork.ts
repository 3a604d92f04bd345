import { loggedCause, logEvidence } from '../log-evidence.ts';
import { remedy } from '../remedies/remedy.ts';
import type { Rule } from '../rule.ts';

/** A forked process uses CUDA that its parent had started. */
export const cudaAfterFork: Rule = {
  id: 'cuda-after-fork',
  link: 'compute',
  check(about) {
    const logged = loggedCause(about, 'cuda-after-fork');
    if (logged === undefined) return undefined;
    return {
      severity: 'error',
      summary: logged.summary,
      evidence: logEvidence(about, logged),
      remedies: [
        remedy(
          'spawn',
          'code',
          'Start processes with `multiprocessing.set_start_method("spawn")`, and leave `use_multiprocessing` of Keras off.',
        ),
      ],
    };
  },
};
