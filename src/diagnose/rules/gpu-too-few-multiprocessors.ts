import { variableOf } from '../../facts/environment.ts';
import { valueOf, sourceOf } from '../../facts/fact.ts';
import { evidence } from '../evidence.ts';
import { remedy } from '../../remedies/remedy.ts';
import { setVariable } from '../../remedies/shell.ts';
import type { Rule } from '../rule.ts';

const least = 8;

/** TensorFlow skips a card with fewer than 8 multiprocessors when there is a bigger one. */
export const gpuTooFewMultiprocessors: Rule = {
  id: 'gpu-too-few-multiprocessors',
  link: 'tensorflow-devices',
  needs: ({ gpus }) => [gpus.cards],
  check({ facts }) {
    const cards = valueOf(facts.gpus.cards) ?? [];
    const small = cards.find((one) => one.multiprocessors !== null && one.multiprocessors < least);
    const bigger = cards.some((one) => (one.multiprocessors ?? 0) >= least);
    if (
      small === undefined ||
      !bigger ||
      variableOf(facts.environment, 'TF_MIN_GPU_MULTIPROCESSOR_COUNT') !== undefined
    )
      return undefined;
    return {
      severity: 'warning',
      summary: `TensorFlow leaves ${small.name ?? 'the smaller card'} out: it has ${small.multiprocessors} multiprocessors, fewer than ${least}, and a bigger card is there.`,
      evidence: cards.map((one) =>
        evidence(
          one.name ?? 'NVIDIA GPU',
          `${one.multiprocessors ?? 'unknown'} multiprocessors`,
          sourceOf(facts.gpus.cards),
        ),
      ),
      remedies: [
        remedy(
          'lower-minimum',
          'env',
          'Lower the limit, if you want to use the small card too.',
          [setVariable('TF_MIN_GPU_MULTIPROCESSOR_COUNT', String(small.multiprocessors), facts)],
          {
            TF_MIN_GPU_MULTIPROCESSOR_COUNT: String(small.multiprocessors),
          },
        ),
      ],
    };
  },
};
