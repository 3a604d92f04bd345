import { valueOf } from '../../facts/fact.ts';
import { asRoot, familyOfSystem } from '../../remedies/system.ts';
import { remedy } from '../../remedies/remedy.ts';
import { seen, evidence } from '../evidence.ts';
import type { Rule } from '../rule.ts';
import { inContainer, onWsl } from '../where.ts';

/** The driver of Windows, and folders of a CUDA toolkit. */
const notOfLinuxDriver = /[\\/](usr[\\/]lib[\\/]wsl|compat|stubs)[\\/]/;

/** What holds the driver's libraries, by its name: not the toolkits, whose names begin alike. Not typed in WSL (`assumed`). */
const removalLines: Readonly<Partial<Record<string, readonly string[]>>> = {
  ubuntu: [
    "apt remove --purge '^nvidia-driver-.*' '^nvidia-utils-.*' '^nvidia-dkms-.*' '^libnvidia-compute-.*'",
    'ldconfig',
  ],
  debian: ['apt remove --purge nvidia-driver nvidia-smi libcuda1 libnvidia-ml1', 'ldconfig'],
};

/** A Linux driver was installed inside WSL, and its libcuda is found before the one of Windows. */
export const wslLinuxDriver: Rule<'wsl-linux-driver'> = {
  id: 'wsl-linux-driver',
  link: 'passthrough',
  explains: [
    'nvml-missing',
    'libcuda-compat-shadow',
    'cuda-visible-devices',
    'wsl-no-device',
    'wsl-restart-needed',
    'driver-library-mismatch',
  ],
  needs: ({ driver, platform }) => [driver.cuInitUnmasked, platform.wsl],
  assumed:
    'that cuInit answers 100 here; WSL2 with the package nvidia-driver-550 inside would confirm it',
  check({ facts }) {
    const path = valueOf(facts.driver.libcuda);
    // Libraries of a CUDA toolkit and of a container's engine are another cause.
    if (!onWsl(facts) || path === undefined || notOfLinuxDriver.test(path) || inContainer(facts))
      return undefined;
    if (valueOf(facts.driver.cuInitUnmasked) === 0) return undefined;
    return {
      severity: 'error',
      summary:
        'A Linux driver for NVIDIA GPUs is installed inside WSL, and it hides the driver of Windows.',
      evidence: [
        evidence('libcuda that is loaded', path, 'libcuda'),
        evidence('libcuda of Windows', '/usr/lib/wsl/lib', '/usr/lib/wsl/lib'),
        ...seen('cuInit returns', facts.driver.cuInitUnmasked),
      ],
      remedies: [
        remedy(
          'remove-linux-driver',
          'system',
          'Remove the Linux driver inside WSL; the driver of Windows is enough.',
          removalLines[familyOfSystem(facts) ?? '']?.map((line) => asRoot(facts, line)),
        ),
        remedy('restart-wsl', 'system', 'Then restart WSL, from Windows.', ['wsl.exe --shutdown']),
      ],
      ruledOut: [
        { id: 'driver-not-loaded', because: 'WSL has no NVIDIA kernel module of its own' },
      ],
    };
  },
};
