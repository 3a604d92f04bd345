import { valueOf } from '../../facts/fact.ts';
import { seen, evidence } from '../evidence.ts';
import { enrolKey } from '../../remedies/kernel-module.ts';
import { asRoot } from '../../remedies/system.ts';
import { remedy } from '../../remedies/remedy.ts';
import type { Rule } from '../rule.ts';
import { onLinux } from '../where.ts';

/** The module is installed, Secure Boot is on, and the module is not loaded. */
export const secureBootUnsignedModule: Rule<'secure-boot-unsigned-module'> = {
  id: 'secure-boot-unsigned-module',
  link: 'driver',
  explains: ['driver-not-loaded', 'libcuda-missing'],
  // Where the driver answers, or there is no kernel module of Linux to sign, Secure Boot is not asked.
  needs: ({ driver, platform }) =>
    driver.kernelModule.state === 'absent' ? [driver.files, platform.secureBoot] : [],
  check({ facts }) {
    const installed = valueOf(facts.driver.files)?.moduleInstalled === true;
    const open = valueOf(facts.driver.modules)?.includes('nouveau') === true;
    if (valueOf(facts.platform.secureBoot) !== true || !installed || open) return undefined;
    if (
      facts.driver.kernelModule.state !== 'absent' ||
      facts.gpus.pci.state !== 'known' ||
      !onLinux(facts)
    )
      return undefined;
    return {
      severity: 'error',
      summary:
        'The NVIDIA module is installed, and Secure Boot most likely refuses it because it is not signed.',
      evidence: [
        ...seen('Secure Boot', facts.platform.secureBoot, (on) => (on ? 'on' : 'off')),
        evidence('NVIDIA module for the running kernel', 'installed', '/lib/modules'),
        ...seen('loaded NVIDIA kernel module', facts.driver.kernelModule),
      ],
      remedies: [
        remedy(
          'see-refusal',
          'system',
          'See the refusal: it reads "Key was rejected" or "Required key not available".',
          [asRoot(facts, 'modprobe nvidia')],
        ),
        enrolKey(facts),
        remedy(
          'secure-boot-off',
          'system',
          'Or switch Secure Boot off in the settings of the firmware.',
        ),
      ],
    };
  },
};
