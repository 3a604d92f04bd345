import { valueOf } from '../../facts/fact.ts';
import { seen, evidence } from '../evidence.ts';
import { installPart } from '../../remedies/driver.ts';
import { isOlderThan } from '../../remedies/packages.ts';
import { remedy } from '../../remedies/remedy.ts';
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
          ? remedy(
              'give-utility',
              'system',
              'Start the container with the capability `utility` beside `compute`.',
              ['docker run --gpus all -e NVIDIA_DRIVER_CAPABILITIES=compute,utility IMAGE'],
            )
          : remedy(
              'install-nvml',
              'system',
              'Install the part of the driver that holds libnvidia-ml, in the same version.',
              installPart(
                facts,
                `libnvidia-compute-${valueOf(facts.driver.version)?.split('.')[0] ?? 'VERSION'}`,
                'xorg-x11-drv-nvidia-cuda-libs',
              ),
            ),
      ],
      ruledOut: [{ id: 'cuda-visible-devices', because: 'libcuda shows its GPU to this process' }],
    };
  },
};
