import { valueOf } from '../../facts/fact.ts';
import { evidence } from '../evidence.ts';
import { loggedCause, logEvidence } from '../log-evidence.ts';
import { remedy } from '../../remedies/remedy.ts';
import { setVariable } from '../../remedies/shell.ts';
import type { Rule } from '../rule.ts';

/** Memory growth is set for one GPU and not for another. */
export const memoryGrowthDiffers: Rule<'memory-growth-differs'> = {
  id: 'memory-growth-differs',
  link: 'tensorflow-devices',
  evenWhenComputed: "it is about this notebook's Python, and another process computed",
  check(input) {
    const { facts } = input;
    const growth = valueOf(facts.notebook.state)?.memoryGrowth ?? null;
    const differs = growth !== null && new Set(Object.values(growth)).size > 1;
    const logged = loggedCause(input, 'memory-growth-differs');
    if (!differs && logged === undefined) return undefined;
    return {
      severity: 'error',
      summary:
        'Memory growth is switched on for some GPUs only. TensorFlow refuses that when it starts them.',
      evidence: [
        ...(differs
          ? Object.entries(growth).map(([name, on]) =>
              evidence(name, on ? 'growth on' : 'growth off', "this notebook's Python"),
            )
          : []),
        ...(logged === undefined ? [] : logEvidence(input, logged)),
      ],
      remedies: [
        remedy(
          'growth-for-all',
          'env',
          'Switch it on for every GPU: in a loop over all of them, or by the variable.',
          [setVariable('TF_FORCE_GPU_ALLOW_GROWTH', 'true', facts)],
          { TF_FORCE_GPU_ALLOW_GROWTH: 'true' },
        ),
      ],
    };
  },
};
