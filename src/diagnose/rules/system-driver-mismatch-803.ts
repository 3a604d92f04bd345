import { nameCudaError } from '../../knowledge/errors.ts';
import { seen } from '../evidence.ts';
import { reboot } from '../../remedies/driver.ts';
import { remedy } from '../../remedies/remedy.ts';
import type { Rule } from '../rule.ts';
import { refused } from '../where.ts';

/** The libcuda that is loaded does not belong to the running driver. */
export const systemDriverMismatch803: Rule<'system-driver-mismatch-803'> = {
  id: 'system-driver-mismatch-803',
  link: 'driver',
  needs: ({ driver }) => [driver.cuInitUnmasked],
  check({ facts, knowledge }) {
    if (!refused(facts, 803)) return undefined;
    return {
      severity: 'error',
      summary:
        'The libcuda that this process loads does not belong to the NVIDIA driver of this machine.',
      evidence: [
        ...seen('cuInit returns', facts.driver.cuInitUnmasked, (code) =>
          nameCudaError(knowledge, code),
        ),
        ...seen('libcuda that is loaded', facts.driver.libcuda),
        ...seen('version of the kernel module', facts.driver.kernelModule),
      ],
      remedies: [
        reboot(facts, 'If the driver was just updated: restart the machine.'),
        remedy(
          'remove-other-libcuda',
          'system',
          'Take copies of libcuda out of the image and out of LD_LIBRARY_PATH: only the one of the driver may be found.',
          ['ldconfig -p | grep libcuda.so'],
        ),
      ],
    };
  },
};
