import type { Facts } from '../facts/facts.ts';
import { driverChoice, driverPackages } from './driver-packages.ts';
import { asRoot, familyOfSystem, kernelIsElsewhere } from './system.ts';
import { remedy, type Remedy } from './remedy.ts';

/** Lines that build the driver's module for the running kernel; undefined where this is not known. */
const buildLines: Readonly<Partial<Record<string, readonly string[]>>> = {
  ubuntu: ['apt install linux-headers-$(uname -r)', 'dkms autoinstall', 'modprobe nvidia'],
  pop: ['apt install linux-headers-$(uname -r)', 'dkms autoinstall', 'modprobe nvidia'],
  debian: ['apt install linux-headers-$(uname -r)', 'dkms autoinstall', 'modprobe nvidia'],
  fedora: ['dnf install kernel-devel-$(uname -r)', 'akmods --force', 'modprobe nvidia'],
  rhel: ['dnf install kernel-devel-$(uname -r)', 'dkms autoinstall', 'modprobe nvidia'],
  amazon: ['dnf install kernel-devel-$(uname -r)', 'dkms autoinstall', 'modprobe nvidia'],
  arch: ['pacman -S linux-headers nvidia-open-dkms', 'modprobe nvidia'],
};

/** Builds the module that is missing for a new kernel; undefined on systems where that is not known here. */
export function rebuildModule(facts: Facts): Remedy | undefined {
  const lines = buildLines[familyOfSystem(facts) ?? ''];
  if (lines === undefined || kernelIsElsewhere(facts)) return undefined;
  return remedy(
    'rebuild-module',
    'system',
    'The kernel is newer than the module: build the module for this kernel, then load it.',
    lines.map((line) => asRoot(facts, line)),
  );
}

/** Rebuilds the boot image, which holds the list of blocked modules. */
export function rebuildBootImage(facts: Facts): string {
  const family = familyOfSystem(facts);
  if (family === 'arch') return asRoot(facts, 'mkinitcpio -P');
  const dracut = ['fedora', 'rhel', 'amazon', 'leap', 'tumbleweed', 'sles'];
  return asRoot(facts, dracut.includes(family ?? '') ? 'dracut --force' : 'update-initramfs -u');
}

/** Lines that load or unload modules, where this user's kernel is the one that is used; else in words what to do. */
export function moduleLines(
  facts: Facts,
  id: string,
  summary: string,
  lines: readonly string[],
): Remedy {
  if (facts.platform.wsl.state === 'known') {
    return remedy('restart-wsl', 'system', 'Restart WSL: type this in Windows.', [
      'wsl.exe --shutdown',
    ]);
  }
  if (kernelIsElsewhere(facts)) {
    return remedy(
      id,
      'system',
      `On the computer that runs this container: ${summary.charAt(0).toLowerCase()}${summary.slice(1)} Then start the container again.`,
    );
  }
  return remedy(
    id,
    'system',
    summary,
    lines.map((line) => asRoot(facts, line)),
  );
}

/**
 * Replaces the closed kernel module by the open one, which Blackwell needs. Names: packages.ubuntu.com, NVIDIA's
 * repository for Debian, RPM Fusion's switch for kmod, NVIDIA's driver guide (release 620) for RHEL.
 */
export function useOpenModule(facts: Facts, branch: number): Remedy | undefined {
  const rhel = ['dnf module switch-to nvidia-driver:open-dkms', 'dnf install nvidia-open'];
  const lines: Readonly<Partial<Record<string, readonly string[] | undefined>>> = {
    ubuntu: [`apt install nvidia-driver-${branch}-open`],
    pop: [`apt install nvidia-driver-${branch}-open`],
    // Debian's own nvidia-open-kernel-dkms is of 535 or 550, which know no Blackwell.
    debian: driverPackages.debian?.({ ...driverChoice(facts), last: undefined, least: branch }),
    fedora: [
      String.raw`sh -c 'echo "%_with_kmod_nvidia_open 1" > /etc/rpm/macros.nvidia-kmod'`,
      'akmods --force --rebuild',
    ],
    rhel,
    amazon: rhel,
    arch: ['pacman -S nvidia-open'],
  };
  const own = lines[familyOfSystem(facts) ?? ''];
  if (own === undefined || kernelIsElsewhere(facts)) return undefined;
  return remedy(
    'open-module',
    'system',
    'Install the driver package with the open kernel module, then restart.',
    [...own, 'reboot'].map((line) => asRoot(facts, line)),
  );
}

/**
 * Where the key lies that signs a module built on this machine. Sources: Ubuntu wiki UEFI/SecureBoot; Debian wiki
 * SecureBoot and the README of dkms 3 (mok.pub); RPM Fusion, Howto/Secure Boot (akmods). Read, not typed (`assumed`).
 */
const signingKeys: Readonly<Partial<Record<string, string>>> = {
  ubuntu: '/var/lib/shim-signed/mok/MOK.der',
  pop: '/var/lib/shim-signed/mok/MOK.der',
  debian: '/var/lib/dkms/mok.pub',
  rhel: '/var/lib/dkms/mok.pub',
  amazon: '/var/lib/dkms/mok.pub',
  fedora: '/etc/pki/akmods/certs/public_key.der',
};

/** Lets Secure Boot accept a module that was built here. */
export function enrolKey(facts: Facts): Remedy {
  const key = signingKeys[familyOfSystem(facts) ?? ''];
  return remedy(
    'enrol-key',
    'system',
    key === undefined
      ? 'Enrol the key that signs the module with `mokutil --import`, then restart and confirm in the blue screen.'
      : 'Enrol the key that signs the module, then restart and confirm in the blue screen.',
    key === undefined ? [] : [asRoot(facts, `mokutil --import ${key}`), asRoot(facts, 'reboot')],
  );
}
