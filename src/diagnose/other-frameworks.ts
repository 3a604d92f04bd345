import { valueOf } from '../facts/fact.ts';
import type { Facts } from '../facts/facts.ts';
import { evidence } from './evidence.ts';
import type { Evidence } from './finding.ts';

const names = { torch: 'PyTorch', jax: 'JAX' } as const;

/**
 * Why another framework of the same Python may see the GPU that TensorFlow does not see: PyTorch and JAX load CUDA
 * libraries of their own, by other names or from other folders. Empty where neither is installed with CUDA.
 */
export const otherFrameworks = (facts: Facts): Evidence[] =>
  (valueOf(facts.tensorflow.packages)?.others ?? []).flatMap(({ name, version, cudaVersion }) =>
    cudaVersion === null
      ? []
      : [
          evidence(
            `${names[name]} ${version ?? ''}`.trim(),
            `brings CUDA ${cudaVersion} of its own, which TensorFlow does not use: that it sees the GPU says nothing about TensorFlow`,
            'installed packages',
          ),
        ],
  );
