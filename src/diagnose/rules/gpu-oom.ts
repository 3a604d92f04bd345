import { fromLog } from '../from-log.ts';
import { remedy } from '../../remedies/remedy.ts';
import { setVariable } from '../../remedies/shell.ts';

/** The memory of the GPU does not suffice. */
export const gpuOom = fromLog({
  id: 'gpu-oom',
  link: 'memory',
  needs: ({ live }) => [live.log],
  severity: 'error',
  least: 0.85,
  remedies: (about) => [
    remedy(
      'smaller-batch',
      'code',
      'Halve the batch until it fits; use mixed precision: `tf.keras.mixed_precision.set_global_policy("mixed_float16")`.',
    ),
    remedy(
      'async-allocator',
      'env',
      'If memory is only scattered: use the allocator of CUDA.',
      [setVariable('TF_GPU_ALLOCATOR', 'cuda_malloc_async', about.facts)],
      { TF_GPU_ALLOCATOR: 'cuda_malloc_async' },
    ),
  ],
});
