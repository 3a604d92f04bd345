import { valueOf } from '../../facts/fact.ts';
import { seen, evidence } from '../evidence.ts';
import { installDriver } from '../../remedies/driver.ts';
import type { Rule } from '../rule.ts';
import { inContainer, onWsl } from '../where.ts';

/** The library of the driver cannot be loaded. */
export const libcudaMissing: Rule<'libcuda-missing'> = {
  id: 'libcuda-missing',
  link: 'driver',
  explains: ['nvml-missing'],
  needs: ({ driver }) => [driver.cuda],
  check({ facts, knowledge }) {
    if (facts.driver.cuda.state !== 'absent' || inContainer(facts)) return undefined;
    // Of GPUs of other makers nothing is said here.
    if (facts.gpus.otherKind.state === 'known') return undefined;
    if (onWsl(facts) && valueOf(facts.platform.wslLib)?.libcuda === true) return undefined;
    const windows = valueOf(facts.platform.os) === 'windows';
    const gpuSeen = facts.gpus.present.state === 'known';
    return {
      severity: gpuSeen ? 'error' : 'info',
      summary: gpuSeen
        ? `The library of the NVIDIA driver, ${windows ? 'nvcuda.dll' : 'libcuda.so.1'}, cannot be loaded.`
        : `No NVIDIA driver is visible ${onWsl(facts) ? 'in WSL' : 'here'}. If this machine has an NVIDIA GPU, its driver must be installed${onWsl(facts) ? ' in Windows' : ''}.`,
      evidence: [
        evidence(
          windows ? 'nvcuda.dll' : 'libcuda.so.1',
          valueOf(facts.driver.libcudaError) ?? 'not there',
          'the dynamic loader',
        ),
        ...seen('loaded NVIDIA kernel module', facts.driver.kernelModule),
      ],
      remedies: [installDriver(facts, undefined, knowledge)],
      ruledOut: [
        {
          id: 'cuda-lib-missing',
          because: 'libcuda belongs to the driver, not to the CUDA libraries',
        },
      ],
    };
  },
};
