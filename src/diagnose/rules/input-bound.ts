import { valueOf, sourceOf } from '../../facts/fact.ts';
import { evidence } from '../evidence.ts';
import { remedy } from '../../remedies/remedy.ts';
import type { Rule } from '../rule.ts';

/** The GPU waits for its data. Judged from a measured run, which only `gpu-usage` makes. */
export const inputBound: Rule<'input-bound'> = {
  id: 'input-bound',
  link: 'compute',
  check({ facts }) {
    const usage = valueOf(facts.usage);
    if (usage === undefined || usage.gpuBusyPercent >= 50 || usage.inputWaitPercent < 30)
      return undefined;
    return {
      severity: 'warning',
      summary: `The GPU was busy ${Math.round(usage.gpuBusyPercent)} % of the time: it waits for its data.`,
      evidence: [
        evidence(
          'GPU busy',
          `${Math.round(usage.gpuBusyPercent)} % of the run`,
          sourceOf(facts.usage),
        ),
        evidence(
          'waiting for input',
          `${Math.round(usage.inputWaitPercent)} % of the run`,
          sourceOf(facts.usage),
        ),
      ],
      remedies: [
        remedy(
          'prefetch',
          'code',
          'Let the input pipeline work ahead: `.map(…, num_parallel_calls=tf.data.AUTOTUNE)`, `.cache()`, `.prefetch(tf.data.AUTOTUNE)`; use bigger batches.',
        ),
      ],
    };
  },
};
