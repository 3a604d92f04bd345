import { valueOf, sourceOf } from '../../facts/fact.ts';
import { remedy } from '../../remedies/remedy.ts';
import { seen, evidence } from '../evidence.ts';
import type { Rule } from '../rule.ts';

/** Profiles for offices (B) and applications (A) show pictures only; Q and C profiles compute. NVIDIA vGPU user guide. */
const withoutCuda = /-\d+[AB]\d?$/;

/** The virtual GPU is of a kind that cannot compute. */
export const vgpuWithoutCuda: Rule<'vgpu-without-cuda'> = {
  id: 'vgpu-without-cuda',
  link: 'hardware',
  explains: ['gpu-not-initialised', 'cuda-visible-devices', 'vgpu-licence', 'driver-not-loaded'],
  needs: ({ driver }) => [driver.cuInitUnmasked],
  assumed:
    'that the name under NVML ends in the profile; a virtual machine with an A16-2B would confirm it',
  check({ facts }) {
    const gpu = (valueOf(facts.gpus.present) ?? []).find((one) => withoutCuda.test(one.name ?? ''));
    if (gpu === undefined || (valueOf(facts.driver.cuInitUnmasked) ?? 0) === 0) return undefined;
    return {
      severity: 'error',
      summary: `This virtual GPU (${gpu.name ?? ''}) has a profile without CUDA: it shows pictures and cannot compute.`,
      evidence: [
        evidence('profile', gpu.name ?? '', sourceOf(facts.gpus.present)),
        ...seen('cuInit returns', facts.driver.cuInitUnmasked),
      ],
      remedies: [
        remedy(
          'other-profile',
          'system',
          'Ask the administrator for a profile that computes: its name ends in Q or C.',
        ),
      ],
    };
  },
};
