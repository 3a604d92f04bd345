import { valueOf, sourceOf } from '../../facts/fact.ts';
import { evidence } from '../evidence.ts';
import { asRoot } from '../../remedies/system.ts';
import { remedy } from '../../remedies/remedy.ts';
import type { Rule } from '../rule.ts';
import { inContainer, onWsl } from '../where.ts';

/** The GPU is switched off: laptop profile, or power state D3cold while nothing can reach it. */
export const gpuPoweredOff: Rule<'gpu-powered-off'> = {
  id: 'gpu-powered-off',
  link: 'hardware',
  explains: [
    'no-nvidia-gpu',
    'driver-not-loaded',
    'module-blacklisted',
    'gpu-not-initialised',
    'secure-boot-unsigned-module',
    'libcuda-missing',
    'cuda-visible-devices',
    'uvm-not-initialised',
    'nvml-missing',
  ],
  needs: ({ driver }) => [driver.files],
  check({ facts }) {
    const code = valueOf(facts.driver.cuInitUnmasked);
    const files = valueOf(facts.driver.files);
    if (code === 0 || files === undefined || onWsl(facts) || inContainer(facts)) return undefined;
    const profile = files.primeProfile;
    // prime-select writes `off` when the integrated GPU is chosen; `intel` is what the command itself prints.
    const profileOff =
      (profile === 'off' || profile === 'intel') && facts.driver.kernelModule.state !== 'known';
    // A GPU that sleeps wakes when the driver is asked. Asleep is a cause only where the driver was asked and saw none.
    const asleep =
      code === 100 && valueOf(facts.driver.nvml)?.initCode !== 18
        ? (valueOf(facts.gpus.pci) ?? []).find((one) => one.powerState === 'D3cold')
        : undefined;
    const settings = valueOf(facts.gpus.removedBy) ?? [];
    const removed = settings.length > 0;
    if (!profileOff && asleep === undefined && !removed) return undefined;
    return {
      severity: 'error',
      summary: removed
        ? 'The NVIDIA GPU of this machine is switched off: a setting takes it off the bus.'
        : 'The NVIDIA GPU of this machine is switched off.',
      evidence: [
        ...(profileOff
          ? [
              evidence(
                'power profile',
                `${profile} (saves power, NVIDIA GPU off)`,
                '/etc/prime-discrete',
              ),
            ]
          : []),
        ...(removed
          ? settings.map((one) => evidence(one.path, one.line, 'settings of this system'))
          : []),
        ...(asleep === undefined
          ? []
          : [evidence(`power state of ${asleep.address}`, 'D3cold', sourceOf(facts.gpus.pci))]),
      ],
      remedies: [
        removed
          ? remedy(
              'switch-gpu-on',
              'system',
              'Choose the mode that keeps the GPU available (hybrid) with the tool that switched it off, then restart.',
              [asRoot(facts, 'envycontrol -s hybrid'), asRoot(facts, 'reboot')],
            )
          : !profileOff
            ? remedy(
                'switch-gpu-on',
                'system',
                "Look for a switch of the GPU in the settings of the firmware or in the desktop's power settings, then restart.",
              )
            : remedy(
                'switch-gpu-on',
                'system',
                'Choose the profile that keeps the GPU available, then restart.',
                [asRoot(facts, 'prime-select on-demand'), asRoot(facts, 'reboot')],
              ),
      ],
    };
  },
};
