import { fromLog } from '../from-log.ts';
import type { Rule } from '../rule.ts';
import { remedy } from '../../remedies/remedy.ts';

/** A saved model demands a device that is not there. */
export const modelPinnedToGpu: Rule<'model-pinned-to-gpu'> = fromLog({
  id: 'model-pinned-to-gpu',
  link: 'compute',
  severity: 'error',
  remedies: () => [
    remedy(
      'soft-placement',
      'code',
      'Allow another device: `tf.config.set_soft_device_placement(True)`, or load the graph with `clear_devices=True`.',
    ),
  ],
});
