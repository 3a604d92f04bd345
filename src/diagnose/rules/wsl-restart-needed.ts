import { valueOf } from '../../facts/fact.ts';
import { nameCudaError } from '../../knowledge/errors.ts';
import { remedy } from '../../remedies/remedy.ts';
import { seen, evidence } from '../evidence.ts';
import type { Rule } from '../rule.ts';
import { refused } from '../where.ts';

/** The driver of Windows was changed while WSL was running. */
export const wslRestartNeeded: Rule<'wsl-restart-needed'> = {
  id: 'wsl-restart-needed',
  link: 'passthrough',
  explains: ['cuda-visible-devices', 'nvml-missing'],
  needs: ({ driver, platform }) => [driver.cuInitUnmasked, platform.wsl],
  assumed:
    'that 999, or 100 with a GPU in NVML, means this and nothing else; a driver update in Windows under a running WSL would confirm it',
  check({ facts, knowledge }) {
    const path = valueOf(facts.driver.libcuda) ?? '';
    const listed = valueOf(facts.memory.gpus)?.length ?? 0;
    if (valueOf(facts.platform.wsl) !== 2 || !/usr[\\/]lib[\\/]wsl/.test(path)) return undefined;
    if (!refused(facts, 999) && !(refused(facts, 100) && listed > 0)) return undefined;
    return {
      severity: 'error',
      summary:
        'CUDA does not start in WSL. This happens when the NVIDIA driver of Windows was updated while WSL was running.',
      evidence: [
        ...seen('cuInit returns', facts.driver.cuInitUnmasked, (code) =>
          nameCudaError(knowledge, code),
        ),
        ...seen('driver of Windows', facts.driver.version),
        evidence('GPUs that NVML lists', String(listed), 'NVML'),
      ],
      remedies: [
        remedy('restart-wsl', 'system', 'Restart WSL, from Windows; then start Jupyter again.', [
          'wsl.exe --shutdown',
        ]),
        remedy('restart-windows', 'system', 'If that is not enough, restart Windows.'),
      ],
      ruledOut: [{ id: 'uvm-not-initialised', because: 'WSL has no /dev/nvidia-uvm, ever' }],
    };
  },
};
