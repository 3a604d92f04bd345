import { loggedCause, logEvidence } from '../log-evidence.ts';
import { remedy } from '../remedies/remedy.ts';
import { setVariable } from '../remedies/shell.ts';
import type { Rule } from '../rule.ts';

/** The memory of the GPU does not suffice. */
export const gpuOom: Rule = {
  id: 'gpu-oom',
  link: 'memory',
  needs: ({ live }) => [live.log],
  check(about) {
    const logged = loggedCause(about, 'gpu-oom', 0.85);
    if (logged === undefined) return undefined;
    return {
      severity: 'error',
      summary: logged.summary,
      evidence: logEvidence(about, logged),
      remedies: [
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
    };
  },
};
