import { fromLog } from '../from-log.ts';
import type { Rule } from '../rule.ts';
import { remedy } from '../../remedies/remedy.ts';
import { setVariable } from '../../remedies/shell.ts';

/** The memory of the GPU does not suffice. */
export const gpuOom: Rule<'gpu-oom'> = fromLog({
  id: 'gpu-oom',
  link: 'memory',
  needs: ({ live }) => [live.log],
  severity: 'error',
  least: 0.85,
  remedies: (input) => [
    remedy(
      'smaller-batch',
      'code',
      'Halve the batch until it fits; use mixed precision: `tf.keras.mixed_precision.set_global_policy("mixed_float16")`.',
    ),
    remedy(
      'async-allocator',
      'env',
      'If memory is only scattered: use the allocator of CUDA.',
      [setVariable('TF_GPU_ALLOCATOR', 'cuda_malloc_async', input.facts)],
      { TF_GPU_ALLOCATOR: 'cuda_malloc_async' },
    ),
  ],
});
