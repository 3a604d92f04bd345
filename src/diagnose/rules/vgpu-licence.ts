import { evidence } from '../evidence.ts';
import { asRoot } from '../../remedies/system.ts';
import { remedy } from '../../remedies/remedy.ts';
import type { Rule } from '../rule.ts';
import { visibleManaged } from '../visible-managed.ts';

/** A virtual GPU without a licence is slowed down, then stopped. */
export const vgpuLicence: Rule<'vgpu-licence'> = {
  id: 'vgpu-licence',
  link: 'hardware',
  evenWhenComputed: 'the driver slows an unlicensed vGPU down only after a while',
  check({ facts }) {
    const gpu = visibleManaged(facts).find((one) => one.vgpuLicensed === false);
    if (gpu === undefined) return undefined;
    return {
      severity: 'warning',
      summary:
        'This virtual GPU has no licence: the driver slows it down and stops CUDA after a while.',
      evidence: [evidence(`licence of GPU ${gpu.index}`, 'not licensed', 'NVML')],
      remedies: [
        remedy(
          'get-licence',
          'system',
          'Ask the administrator to set the licence server; then look at its state.',
          ['nvidia-smi -q | grep -i -A2 licen', asRoot(facts, 'systemctl restart nvidia-gridd')],
        ),
      ],
    };
  },
};
