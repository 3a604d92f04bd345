import { valueOf } from '../../facts/fact.ts';
import { seen, evidence } from '../evidence.ts';
import { remedy } from '../../remedies/remedy.ts';
import { asRoot } from '../../remedies/system.ts';
import { setVariable } from '../../remedies/shell.ts';
import type { Rule } from '../rule.ts';

/** MIG is on, and this process gets no instance. */
export const migPartition: Rule<'mig-partition'> = {
  id: 'mig-partition',
  link: 'driver',
  explains: ['cuda-visible-devices'],
  check({ facts }) {
    const split = valueOf(facts.memory.gpus)?.find((one) => one.migMode === 1);
    const count = valueOf(facts.driver.deviceCount);
    const code = valueOf(facts.driver.cuInit);
    if (
      split === undefined ||
      // Without the variable an instance is there: the variable hides it.
      (valueOf(facts.driver.cuda)?.unmasked?.deviceCount ?? 0) > 0 ||
      (code === 0 && (count ?? 0) > 0) ||
      (code === undefined && count === undefined)
    )
      return undefined;
    const none = split.migInstances === 0;
    return {
      severity: 'error',
      summary: none
        ? 'The GPU is in MIG mode, and no instance was made: CUDA sees no device.'
        : 'The GPU is split by MIG, and this process is not given one of the instances.',
      evidence: [
        evidence(`MIG mode of GPU ${split.index}`, 'on', 'NVML'),
        evidence(
          'MIG instances',
          split.migInstances === null ? 'unknown' : String(split.migInstances),
          'NVML',
        ),
        ...seen('CUDA_VISIBLE_DEVICES', facts.environment.mask, (mask) => mask.value),
      ],
      remedies: none
        ? [
            remedy('make-instance', 'system', 'Make an instance of the whole GPU.', [
              asRoot(facts, 'nvidia-smi mig -cgi 0 -C'),
            ]),
            remedy(
              'mig-off',
              'system',
              'Or switch MIG off. No other process may use the GPU then.',
              [asRoot(facts, `nvidia-smi -i ${split.index} -mig 0`)],
            ),
          ]
        : [
            remedy(
              'name-instance',
              'env',
              'Name the instance by its UUID, which the first line lists; MIG-UUID stands for it.',
              ['nvidia-smi -L', setVariable('CUDA_VISIBLE_DEVICES', 'MIG-UUID', facts)],
            ),
          ],
    };
  },
};
