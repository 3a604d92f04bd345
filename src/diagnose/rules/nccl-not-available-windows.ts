import { fromLog } from '../from-log.ts';
import type { Rule } from '../rule.ts';
import { remedy } from '../../remedies/remedy.ts';

/** NCCL does not exist on Windows. */
export const ncclNotAvailableWindows: Rule<'nccl-not-available-windows'> = fromLog({
  id: 'nccl-not-available-windows',
  link: 'compute',
  severity: 'error',
  remedies: () => [
    remedy(
      'hierarchical-copy',
      'code',
      'Use `tf.distribute.MirroredStrategy(cross_device_ops=tf.distribute.HierarchicalCopyAllReduce())`.',
    ),
  ],
});
