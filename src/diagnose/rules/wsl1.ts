import { valueOf } from '../../facts/fact.ts';
import { remedy } from '../../remedies/remedy.ts';
import { seen } from '../evidence.ts';
import type { Rule } from '../rule.ts';

/** WSL 1 has no GPU support at all. */
export const wsl1: Rule<'wsl1'> = {
  id: 'wsl1',
  link: 'passthrough',
  explains: ['libcuda-missing', 'nvml-missing', 'wsl-libcuda-path', 'wsl-no-device'],
  needs: ({ platform }) => [platform.wsl],
  check({ facts }) {
    if (valueOf(facts.platform.wsl) !== 1) return undefined;
    return {
      severity: 'error',
      summary: 'This is WSL 1, which reaches no GPU. WSL 2 does.',
      evidence: [
        ...seen('WSL', facts.platform.wsl, (version) => `version ${version}`),
        ...seen('kernel', facts.platform.kernel),
      ],
      remedies: [
        remedy(
          'use-wsl2',
          'system',
          'Turn this distribution into WSL 2, from Windows (its name: `wsl.exe --list`).',
          ['wsl.exe --set-version DISTRIBUTION 2'],
        ),
      ],
      ruledOut: [{ id: 'libcuda-missing', because: 'no driver can be installed in WSL 1' }],
    };
  },
};
