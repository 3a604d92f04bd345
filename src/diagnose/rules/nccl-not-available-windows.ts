import { loggedCause, logEvidence } from '../log-evidence.ts';
import { remedy } from '../remedies/remedy.ts';
import type { Rule } from '../rule.ts';

/** NCCL does not exist on Windows. */
export const ncclNotAvailableWindows: Rule = {
  id: 'nccl-not-available-windows',
  link: 'compute',
  check(about) {
    const logged = loggedCause(about, 'nccl-not-available-windows');
    if (logged === undefined) return undefined;
    return {
      severity: 'error',
      summary: logged.summary,
      evidence: logEvidence(about, logged),
      remedies: [
        remedy(
          'hierarchical-copy',
          'code',
          'Use `tf.distribute.MirroredStrategy(cross_device_ops=tf.distribute.HierarchicalCopyAllReduce())`.',
        ),
      ],
    };
  },
};
