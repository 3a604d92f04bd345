import { valueOf, sourceOf } from '../../facts/fact.ts';
import { evidence } from '../evidence.ts';
import { asRoot } from '../../remedies/system.ts';
import { remedy } from '../../remedies/remedy.ts';
import type { Rule } from '../rule.ts';

/** A GPU computed something else than the processor. */
export const gpuWrongResults: Rule<'gpu-wrong-results'> = {
  id: 'gpu-wrong-results',
  link: 'compute',
  needs: ({ live }) => [live.computations],
  check({ facts }) {
    const wrong = (valueOf(facts.live.computations) ?? []).filter((one) => one.result === 'wrong');
    if (wrong.length === 0) return undefined;
    return {
      severity: 'error',
      summary: `The GPU computes, and its results are wrong (${wrong.map((one) => `${one.name} on ${one.gpu}`).join(', ')}).`,
      evidence: wrong.map((one) =>
        evidence(
          `${one.name} on ${one.gpu}`,
          `largest difference to the processor ${one.difference ?? 'unknown'}`,
          sourceOf(facts.live.computations),
        ),
      ),
      remedies: [
        remedy(
          'other-card',
          'hardware',
          'Stop using this GPU for results. Test it in another slot or machine; look for memory errors.',
          ['nvidia-smi -q -d ECC', asRoot(facts, 'dmesg | grep -i xid')],
        ),
        remedy('newer-driver', 'system', 'Set clocks back to normal and update the driver.'),
      ],
    };
  },
};
