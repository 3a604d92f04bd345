import { valueOf } from '../../facts/fact.ts';
import { seen, evidence } from '../evidence.ts';
import { startWithOptions } from '../../remedies/container.ts';
import { installNvml } from '../../remedies/driver-parts.ts';
import { isOlderThan } from '../../remedies/packages.ts';
import type { Rule } from '../rule.ts';
import { inContainer } from '../where.ts';

/** TensorFlow from 2.21 on asks NVML first, and without it lists no GPU and says nothing. */
export const nvmlMissing: Rule<'nvml-missing'> = {
  id: 'nvml-missing',
  link: 'driver',
  needs: ({ driver }) => [driver.cuInit],
  check(input) {
    const { facts } = input;
    const code = valueOf(facts.driver.nvml)?.initCode ?? 0;
    const failed = facts.driver.nvml.state === 'absent' || code !== 0;
    if (valueOf(facts.driver.cuInit) !== 0 || !failed) return undefined;
    // Seen: 2.21 needs it, 2.18 does not. In between, only a device list that is empty speaks.
    const needed = isOlderThan(facts, '2.21') === false || facts.live.listed.state === 'absent';
    if (!needed) return undefined;
    return {
      severity: facts.live.listed.state === 'known' ? 'warning' : 'error',
      summary:
        "The driver's management library (libnvidia-ml) cannot be used. This TensorFlow then lists no GPU and prints no message.",
      evidence: [
        facts.driver.nvml.state === 'absent'
          ? evidence(
              'libnvidia-ml.so.1',
              valueOf(facts.driver.nvmlError) ?? 'not there',
              'the dynamic loader',
            )
          : evidence(
              'nvmlInit returns',
              `${code} ${valueOf(facts.driver.nvml)?.initText ?? ''}`.trim(),
              'NVML',
            ),
        ...seen('TensorFlow', facts.tensorflow.version),
      ],
      remedies: [
        inContainer(facts)
          ? startWithOptions(
              facts,
              'give-utility',
              'Start the container with the capability `utility` beside `compute`.',
              { docker: '-e NVIDIA_DRIVER_CAPABILITIES=compute,utility' },
            )
          : installNvml(facts),
      ],
      ruledOut: [{ id: 'cuda-visible-devices', because: 'libcuda shows its GPU to this process' }],
    };
  },
};
