import { valueOf } from '../../facts/fact.ts';
import { evidence } from '../evidence.ts';
import { searchFolders } from '../../remedies/library-path.ts';
import { asRoot } from '../../remedies/system.ts';
import { remedy } from '../../remedies/remedy.ts';
import type { Rule } from '../rule.ts';
import { onWsl } from '../where.ts';

/** WSL has libcuda, and the loader does not look there. */
export const wslLibcudaPath: Rule<'wsl-libcuda-path'> = {
  id: 'wsl-libcuda-path',
  link: 'passthrough',
  explains: ['libcuda-missing', 'nvml-missing', 'container-no-gpu'],
  needs: ({ driver, platform }) => [driver.cuda, platform.wsl],
  check({ facts }) {
    if (!onWsl(facts) || facts.driver.cuda.state !== 'absent') return undefined;
    if (valueOf(facts.platform.wslLib)?.libcuda !== true) return undefined;
    return {
      severity: 'error',
      summary: 'WSL keeps the driver in /usr/lib/wsl/lib, and the loader does not look there.',
      evidence: [
        evidence('/usr/lib/wsl/lib/libcuda.so.1', 'there', '/usr/lib/wsl/lib'),
        evidence(
          'loading libcuda.so.1',
          valueOf(facts.driver.libcudaError) ?? 'not found',
          'the dynamic loader',
        ),
      ],
      remedies: [
        searchFolders(facts, ['/usr/lib/wsl/lib']),
        remedy('ldconfig-wsl', 'system', 'For all programs: name the folder to the loader.', [
          `echo /usr/lib/wsl/lib | ${asRoot(facts, 'tee /etc/ld.so.conf.d/ld.wsl.conf')}`,
          asRoot(facts, 'ldconfig'),
        ]),
      ],
      ruledOut: [
        {
          id: 'driver-not-loaded',
          because: 'WSL has no kernel module of its own; the driver is that of Windows',
        },
      ],
    };
  },
};
