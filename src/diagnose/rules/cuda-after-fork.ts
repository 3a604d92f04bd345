import { fromLog } from '../from-log.ts';
import type { Rule } from '../rule.ts';
import { remedy } from '../../remedies/remedy.ts';

/** A forked process uses CUDA that its parent had started. */
export const cudaAfterFork: Rule<'cuda-after-fork'> = fromLog({
  id: 'cuda-after-fork',
  link: 'compute',
  severity: 'error',
  remedies: () => [
    remedy(
      'spawn',
      'code',
      'Start processes with `multiprocessing.set_start_method("spawn")`, and leave `use_multiprocessing` of Keras off.',
    ),
  ],
});
