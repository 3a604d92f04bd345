import { valueOf } from '../../facts/fact.ts';
import { nameCudaError } from '../../knowledge/errors.ts';
import { seen, evidence } from '../evidence.ts';
import { moduleLines } from '../../remedies/kernel-module.ts';
import type { Rule } from '../rule.ts';
import { onWsl, refused } from '../where.ts';

/** cuInit says 999, and the device for unified memory is missing. */
export const uvmNotInitialised: Rule<'uvm-not-initialised'> = {
  id: 'uvm-not-initialised',
  link: 'driver',
  needs: ({ driver }) => [driver.cuInitUnmasked],
  check({ facts, knowledge }) {
    if (!refused(facts, 999) || onWsl(facts)) return undefined;
    const files = valueOf(facts.driver.files);
    const node = files?.nodes.find((one) => one.path.endsWith('nvidia-uvm'));
    if (node !== undefined && files?.modules?.includes('nvidia_uvm') === true) return undefined;
    return {
      severity: 'error',
      summary: 'CUDA cannot start, because the device /dev/nvidia-uvm is missing.',
      evidence: [
        ...seen('cuInit returns', facts.driver.cuInitUnmasked, (code) =>
          nameCudaError(knowledge, code),
        ),
        ...(files === undefined
          ? []
          : [evidence('/dev/nvidia-uvm', node === undefined ? 'not there' : 'there', '/dev')]),
        ...seen('kernel modules', facts.driver.modules, (all) => all.join(', ')),
      ],
      remedies: [
        moduleLines(facts, 'make-uvm', 'Load the module and make the device.', [
          'modprobe nvidia_uvm',
          'nvidia-modprobe -u -c=0',
        ]),
      ],
    };
  },
};
