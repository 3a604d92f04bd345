import { variableOf } from '../../facts/environment.ts';
import { valueOf, sourceOf } from '../../facts/fact.ts';
import { evidence } from '../evidence.ts';
import { remedy } from '../../remedies/remedy.ts';
import { setVariable } from '../../remedies/shell.ts';
import type { Rule } from '../rule.ts';

const least = 8;

/** TensorFlow skips a GPU with fewer than 8 multiprocessors when there is a bigger one. */
export const gpuTooFewMultiprocessors: Rule<'gpu-too-few-multiprocessors'> = {
  id: 'gpu-too-few-multiprocessors',
  link: 'tensorflow-devices',
  needs: ({ gpus }) => [gpus.visible],
  check({ facts }) {
    const gpus = valueOf(facts.gpus.visible) ?? [];
    const small = gpus.find((one) => one.multiprocessors !== null && one.multiprocessors < least);
    const bigger = gpus.some((one) => (one.multiprocessors ?? 0) >= least);
    if (
      small === undefined ||
      !bigger ||
      variableOf(facts.environment, 'TF_MIN_GPU_MULTIPROCESSOR_COUNT') !== undefined
    )
      return undefined;
    return {
      severity: 'warning',
      summary: `TensorFlow leaves ${small.name ?? 'the smaller GPU'} out: it has ${small.multiprocessors} multiprocessors, fewer than ${least}, and a bigger GPU is there.`,
      evidence: gpus.map((one) =>
        evidence(
          one.name ?? 'NVIDIA GPU',
          `${one.multiprocessors ?? 'unknown'} multiprocessors`,
          sourceOf(facts.gpus.visible),
        ),
      ),
      remedies: [
        remedy(
          'lower-minimum',
          'env',
          'Lower the limit, if you want to use the small GPU too.',
          [setVariable('TF_MIN_GPU_MULTIPROCESSOR_COUNT', String(small.multiprocessors), facts)],
          {
            TF_MIN_GPU_MULTIPROCESSOR_COUNT: String(small.multiprocessors),
          },
        ),
      ],
    };
  },
};
