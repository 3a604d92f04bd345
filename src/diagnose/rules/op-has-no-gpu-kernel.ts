import { fromLog } from '../from-log.ts';
import type { Rule } from '../rule.ts';
import { remedy } from '../../remedies/remedy.ts';

/** An operation that exists only for the processor. */
export const opHasNoGpuKernel: Rule<'op-has-no-gpu-kernel'> = fromLog({
  id: 'op-has-no-gpu-kernel',
  link: 'compute',
  severity: 'warning',
  remedies: () => [
    remedy(
      'place-on-cpu',
      'code',
      'Put this operation on the processor with `tf.device("/CPU:0")`, or allow soft placement.',
    ),
  ],
});
