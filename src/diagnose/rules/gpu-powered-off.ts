import { valueOf, sourceOf } from '../../facts/fact.ts';
import { evidence } from '../evidence.ts';
import { remedy } from '../../remedies/remedy.ts';
import type { Rule } from '../rule.ts';

/** The GPU is switched off: laptop profile, or power state D3cold while nothing can reach it. */
export const gpuPoweredOff: Rule<'gpu-powered-off'> = {
  id: 'gpu-powered-off',
  link: 'hardware',
  explains: [
    'driver-not-loaded',
    'libcuda-missing',
    'cuda-visible-devices',
    'uvm-not-initialised',
    'nvml-missing',
  ],
  needs: ({ driver }) => [driver.files],
  check({ facts }) {
    if (valueOf(facts.driver.cuInitUnmasked) === 0) return undefined;
    const profile = valueOf(facts.driver.files)?.primeProfile;
    const asleep = (valueOf(facts.gpus.pci) ?? []).find((one) => one.powerState === 'D3cold');
    if (profile !== 'intel' && asleep === undefined) return undefined;
    return {
      severity: 'error',
      summary: 'The NVIDIA GPU of this machine is switched off.',
      evidence: [
        ...(profile === 'intel'
          ? [evidence('power profile', 'intel (saves power, NVIDIA GPU off)', 'prime-select')]
          : []),
        ...(asleep === undefined
          ? []
          : [evidence(`power state of ${asleep.address}`, 'D3cold', sourceOf(facts.gpus.pci))]),
      ],
      remedies: [
        profile === null || profile === undefined
          ? remedy(
              'switch-gpu-on',
              'system',
              "Look for a switch of the GPU in the settings of the firmware or in the desktop's power settings, then restart.",
            )
          : remedy(
              'switch-gpu-on',
              'system',
              'Choose the profile that keeps the GPU available, then restart.',
              ['sudo prime-select on-demand', 'sudo reboot'],
            ),
      ],
    };
  },
};
