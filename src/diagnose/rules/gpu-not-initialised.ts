import { valueOf, sourceOf } from '../../facts/fact.ts';
import { reboot } from '../../remedies/driver.ts';
import { asRoot } from '../../remedies/system.ts';
import { remedy } from '../../remedies/remedy.ts';
import { seen, evidence } from '../evidence.ts';
import { messagesLike, notInitialised } from '../not-initialised.ts';
import type { Rule } from '../rule.ts';

/** The driver runs, and could not start the GPU. */
export const gpuNotInitialised: Rule<'gpu-not-initialised'> = {
  id: 'gpu-not-initialised',
  link: 'driver',
  explains: ['cuda-visible-devices'],
  needs: ({ driver }) => [driver.cuInitUnmasked, driver.files],
  assumed:
    'that cuInit answers 100 here; a machine with "RmInitAdapter failed" in its kernel log would confirm it',
  check({ facts }) {
    if (!notInitialised(facts)) return undefined;
    const messages = messagesLike(facts, /RmInitAdapter|rm_init_adapter|GPU.*(?:failed|fallen)/i);
    return {
      severity: 'error',
      summary: 'The NVIDIA driver runs, but it could not start the GPU.',
      evidence: [
        ...seen('NVIDIA device', facts.gpus.pci, (all) => all.map((one) => one.address).join(', ')),
        ...seen('kernel module', facts.driver.kernelModule),
        evidence('GPUs that NVML lists', '0', 'NVML'),
        ...seen('cuInit returns', facts.driver.cuInitUnmasked),
        ...messages
          .slice(-3)
          .map((line) => evidence('kernel message', line, sourceOf(facts.driver.kernelMessages))),
      ],
      remedies: [
        remedy('see-kernel-log', 'system', 'Read in the kernel log why the GPU did not start.', [
          asRoot(facts, 'dmesg | grep -iE "nvrm|nvidia"'),
        ]),
        reboot(
          facts,
          'Switch the machine off and on again: a GPU that failed once often starts then.',
        ),
      ],
      ruledOut: [
        {
          id: 'driver-not-loaded',
          because: `the kernel module ${valueOf(facts.driver.kernelModule) ?? ''} runs`,
        },
      ],
    };
  },
};
