import { valueOf, sourceOf } from '../../facts/fact.ts';
import { remedy } from '../../remedies/remedy.ts';
import { evidence } from '../evidence.ts';
import type { Rule } from '../rule.ts';

/** Every GPU is set aside for virtual machines. */
export const gpuBoundToVfio: Rule<'gpu-bound-to-vfio'> = {
  id: 'gpu-bound-to-vfio',
  link: 'driver',
  explains: [
    'driver-not-loaded',
    'libcuda-missing',
    'nvml-missing',
    'gpu-powered-off',
    'cuda-visible-devices',
    'uvm-not-initialised',
    'secure-boot-unsigned-module',
    'module-blacklisted',
  ],
  // In WSL and in most containers the bus cannot be seen, and where CUDA starts nothing is asked.
  needs: ({ driver, gpus, platform }) =>
    valueOf(driver.cuInitUnmasked) === 0 || platform.wsl.state !== 'absent' ? [] : [gpus.pci],
  check({ facts }) {
    const devices = valueOf(facts.gpus.pci) ?? [];
    const kept = devices.filter((one) => one.driver === 'vfio-pci');
    if (kept.length === 0 || kept.length < devices.length) return undefined;
    if (valueOf(facts.driver.cuInitUnmasked) === 0) return undefined;
    return {
      severity: 'error',
      summary:
        'The GPU of this machine is set aside for a virtual machine (vfio-pci), so no program on the host can use it.',
      evidence: kept.map((one) =>
        evidence(`driver of ${one.address}`, 'vfio-pci', sourceOf(facts.gpus.pci)),
      ),
      remedies: [
        remedy(
          'use-in-guest',
          'system',
          'Use TensorFlow inside the virtual machine that the GPU was given to.',
        ),
        remedy(
          'give-back',
          'system',
          'Or give the GPU back to the host: take its id out of the options of vfio-pci, rebuild the boot image and restart.',
          ['grep -rn vfio /etc/modprobe.d /etc/default/grub'],
        ),
      ],
      ruledOut: [
        { id: 'driver-not-loaded', because: 'another driver, vfio-pci, holds the GPU on purpose' },
      ],
    };
  },
};
