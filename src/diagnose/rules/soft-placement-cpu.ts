import { valueOf, sourceOf } from '../../facts/fact.ts';
import { evidence } from '../evidence.ts';
import { remedy } from '../../remedies/remedy.ts';
import type { Rule } from '../rule.ts';

/** The GPU was asked for, and the result lay on the processor. */
export const softPlacementCpu: Rule<'soft-placement-cpu'> = {
  id: 'soft-placement-cpu',
  link: 'compute',
  needs: ({ live }) => [live.run],
  check({ facts }) {
    const moved = (valueOf(facts.live.computations) ?? []).filter(
      (one) => one.result === 'elsewhere',
    );
    if (moved.length === 0) return undefined;
    return {
      severity: 'error',
      summary: 'A computation was sent to the GPU and ran on another device, without an error.',
      evidence: moved.map((one) =>
        evidence(
          `${one.name} for ${one.gpu}`,
          `ran on ${one.device ?? 'an unknown device'}`,
          sourceOf(facts.live.computations),
        ),
      ),
      remedies: [
        remedy(
          'placement-off',
          'code',
          'Let TensorFlow raise instead of moving work: `tf.config.set_soft_device_placement(False)`. Look at `tensor.device` for where a result lies.',
        ),
      ],
    };
  },
};
