import { valueOf } from '../../facts/fact.ts';
import { nameCudaError } from '../../knowledge/errors.ts';
import { remedy } from '../../remedies/remedy.ts';
import { seen, evidence } from '../evidence.ts';
import type { Rule } from '../rule.ts';
import { refused } from '../where.ts';

/** WSL 2 reaches no GPU: Windows gives it none. */
export const wslNoDevice: Rule<'wsl-no-device'> = {
  id: 'wsl-no-device',
  link: 'passthrough',
  explains: ['cuda-visible-devices', 'nvml-missing'],
  needs: ({ driver, platform }) => [driver.cuInitUnmasked, platform.wsl],
  assumed:
    'that NVML answers 17 where Windows blocks the GPU; a machine with GPU support of WSL switched off would confirm it',
  check({ facts, knowledge }) {
    if (valueOf(facts.platform.wsl) !== 2) return undefined;
    const nvml = valueOf(facts.driver.nvml);
    const blocked =
      nvml?.initCode === 17 ||
      /GPU access blocked/.test(
        valueOf(facts.driver.smi)?.report.complaint ?? nvml?.initText ?? '',
      );
    const noDevice = valueOf(facts.driver.files)?.dxg === false;
    const listed = valueOf(facts.memory.gpus)?.length ?? 0;
    const path = valueOf(facts.driver.libcuda) ?? '';
    const none = refused(facts, 100) && listed === 0 && /usr[\\/]lib[\\/]wsl/.test(path);
    if (!blocked && !none && !(noDevice && (valueOf(facts.driver.cuInitUnmasked) ?? 0) !== 0))
      return undefined;
    return {
      severity: 'error',
      summary: blocked
        ? 'Windows does not let WSL use the GPU.'
        : 'WSL reaches no GPU: Windows offers it none.',
      evidence: [
        ...seen('cuInit returns', facts.driver.cuInitUnmasked, (code) =>
          nameCudaError(knowledge, code),
        ),
        ...seen('/dev/dxg', facts.driver.files, (files) => (files.dxg ? 'there' : 'not there')),
        evidence('GPUs that NVML lists', String(listed), 'NVML'),
      ],
      remedies: [
        remedy(
          'look-in-windows',
          'system',
          'Look whether Windows itself sees the GPU: run this in Windows. If it does not, install its driver there.',
          ['nvidia-smi.exe'],
        ),
        remedy(
          'update-wsl',
          'system',
          'If it does: update WSL and restart it, from Windows. `gpuSupport=false` in .wslconfig switches the GPU off.',
          ['wsl.exe --update', 'wsl.exe --shutdown'],
        ),
      ],
    };
  },
};
