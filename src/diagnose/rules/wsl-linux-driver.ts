import { valueOf } from '../../facts/fact.ts';
import { remedy } from '../../remedies/remedy.ts';
import { seen, evidence } from '../evidence.ts';
import type { Rule } from '../rule.ts';
import { onWsl } from '../where.ts';

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
    if (!onWsl(facts) || path === undefined || /[\\/]usr[\\/]lib[\\/]wsl[\\/]/.test(path))
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
          ["sudo apt remove --purge '^libnvidia-.*' '^nvidia-.*'", 'sudo ldconfig'],
        ),
        remedy('restart-wsl', 'system', 'Then restart WSL, from Windows.', ['wsl.exe --shutdown']),
      ],
      ruledOut: [
        { id: 'driver-not-loaded', because: 'WSL has no NVIDIA kernel module of its own' },
      ],
    };
  },
};
