import { valueOf } from '../facts/fact.ts';
import type { Facts } from '../facts/facts.ts';
import { isVersion } from './grammar.ts';
import { asRoot, familyOfSystem, kernelIsElsewhere } from './system.ts';
import { remedy, type Remedy } from './remedy.ts';

/**
 * Installs the package with libnvidia-ml in the version of the driver. Names of packages: packages.ubuntu.com,
 * packages.debian.org, RPM Fusion's driver, NVIDIA's repository for RHEL; checked 2026-11-24.
 */
export function installNvml(facts: Facts): Remedy {
  const branch = branchOf(facts);
  const names: Readonly<Partial<Record<string, string>>> = {
    debian: 'apt install libnvidia-ml1',
    fedora: 'dnf install xorg-x11-drv-nvidia-cuda-libs',
    rhel: 'dnf install nvidia-driver-cuda-libs',
    amazon: 'dnf install nvidia-driver-cuda-libs',
    arch: 'pacman -S nvidia-utils',
    ...(branch !== undefined && {
      ubuntu: `apt install libnvidia-compute-${branch}`,
      pop: `apt install libnvidia-compute-${branch}`,
    }),
  };
  const line = names[familyOfSystem(facts) ?? ''];
  return remedy(
    'install-nvml',
    'system',
    'Install the part of the driver that holds libnvidia-ml, in the same version.',
    line === undefined || facts.platform.wsl.state === 'known' ? [] : [asRoot(facts, line)],
  );
}

/**
 * Installs and starts Fabric Manager, which has to be of exactly the driver's version. Names: NVIDIA Fabric Manager
 * user guide; not typed on a machine with NVSwitch (`assumed`).
 */
export function startFabricManager(facts: Facts): Remedy {
  if (kernelIsElsewhere(facts)) {
    return remedy(
      'start-fabric-manager',
      'system',
      'Ask for Fabric Manager to be started on the computer that runs this container, in exactly the version of its driver.',
    );
  }
  const version = valueOf(facts.driver.version);
  const branch = branchOf(facts);
  const exact = version !== undefined && isVersion(version) ? version : undefined;
  const family = familyOfSystem(facts);
  const line =
    branch !== undefined && (family === 'ubuntu' || family === 'debian')
      ? `apt install ${branch < 580 ? `nvidia-fabricmanager-${branch}` : 'nvidia-fabricmanager'}`
      : exact !== undefined && (family === 'rhel' || family === 'amazon')
        ? `dnf install nvidia-fabric-manager-${exact}`
        : exact !== undefined && family === 'sles'
          ? `zypper install nvidia-fabric-manager=${exact}`
          : undefined;
  return remedy(
    'start-fabric-manager',
    'system',
    `Install Fabric Manager of exactly the version of the driver${exact === undefined ? '' : ` (${exact})`}, and start it.`,
    [...(line === undefined ? [] : [line]), 'systemctl enable --now nvidia-fabricmanager'].map(
      (one) => asRoot(facts, one),
    ),
  );
}

function branchOf(facts: Facts): number | undefined {
  const branch = Number(/^\d+/u.exec(valueOf(facts.driver.version) ?? '')?.[0]);
  return Number.isNaN(branch) ? undefined : branch;
}
