import { valueOf } from '../../facts/fact.ts';
import { rebuildBootImage } from '../../remedies/kernel-module.ts';
import { remedy } from '../../remedies/remedy.ts';
import { quote } from '../../remedies/shell.ts';
import { asRoot } from '../../remedies/system.ts';
import { seen, evidence } from '../evidence.ts';
import type { Rule } from '../rule.ts';

/** `blacklist nvidia`, or `install nvidia /bin/false`: both keep the module from being loaded. */
const forbids = /^\s*(?:blacklist\s+nvidia(?:[_-]\w+)?|install\s+nvidia\s+\S*(?:false|true))\b/;

/** Comments out these lines and no other: `nvidiafb` may stay forbidden. */
const pattern = "'/^[[:space:]]*(blacklist|install)[[:space:]]+nvidia([[:space:]_-]|$)/s/^/# /'";

/** The settings of the module loader forbid the NVIDIA module. */
export const moduleBlacklisted: Rule<'module-blacklisted'> = {
  id: 'module-blacklisted',
  link: 'driver',
  explains: [
    'driver-not-loaded',
    'secure-boot-unsigned-module',
    'libcuda-missing',
    'nvml-missing',
    'uvm-not-initialised',
    'cuda-visible-devices',
  ],
  needs: ({ driver }) => [driver.files],
  check({ facts }) {
    const lines = (valueOf(facts.driver.files)?.blacklisted ?? []).filter((one) =>
      forbids.test(one.line),
    );
    const switchedOff = /^(off|intel)$/.test(valueOf(facts.driver.files)?.primeProfile ?? '');
    if (lines.length === 0 || switchedOff) return undefined;
    if (facts.driver.kernelModule.state !== 'absent' || facts.gpus.pci.state !== 'known')
      return undefined;
    return {
      severity: 'error',
      summary: 'A setting of this system forbids loading the NVIDIA kernel module.',
      evidence: [
        ...lines.map((one) => evidence(one.path, one.line, 'modprobe.d')),
        ...seen('loaded NVIDIA kernel module', facts.driver.kernelModule),
      ],
      remedies: [
        remedy(
          'allow-module',
          'system',
          'Look at the line and at who wrote it (a comment, a package); take it out, rebuild the boot image and restart.',
          [
            ...new Set(
              lines.map((one) =>
                asRoot(facts, `sed -i.bak -E ${pattern} ${quote(one.path, facts)}`),
              ),
            ),
            rebuildBootImage(facts),
            asRoot(facts, 'reboot'),
          ],
        ),
      ],
      ruledOut: [
        { id: 'secure-boot-unsigned-module', because: 'the module is never tried, signed or not' },
      ],
    };
  },
};
