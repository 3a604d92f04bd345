import { valueOf } from '../facts/fact.ts';
import type { Facts } from '../facts/facts.ts';
import { remedy, type Remedy } from './remedy.ts';

/** Restart of the whole machine. */
export const reboot = (summary = 'Restart the machine.'): Remedy =>
  remedy('reboot', 'system', summary, ['sudo reboot']);

const installLines: readonly (readonly [RegExp, readonly string[]])[] = [
  [/ubuntu|pop|mint/, ['sudo ubuntu-drivers install', 'sudo reboot']],
  [/debian/, ['sudo apt install nvidia-driver', 'sudo reboot']],
  [/fedora/, ['sudo dnf install akmod-nvidia', 'sudo reboot']],
  [
    /rhel|centos|rocky|alma|ol$/,
    ['sudo dnf module install nvidia-driver:latest-dkms', 'sudo reboot'],
  ],
  [/arch|manjaro/, ['sudo pacman -S nvidia', 'sudo reboot']],
  [/suse|sles/, ['sudo zypper install nvidia-driver-G06-kmp-default', 'sudo reboot']],
];

/** Installs or renews the driver the way of this operating system. */
export function installDriver(facts: Facts, least?: string): Remedy {
  const atLeast = least === undefined ? '' : ` (${least} or newer)`;
  if (facts.platform.wsl.state === 'known') {
    return remedy(
      'update-windows-driver',
      'system',
      `Update the NVIDIA driver in Windows${atLeast}, then restart WSL. Never install a Linux driver inside WSL.`,
      ['wsl.exe --shutdown'],
    );
  }
  if (valueOf(facts.platform.os) === 'windows') {
    return remedy(
      'install-driver',
      'system',
      `Install the current NVIDIA driver${atLeast} from nvidia.com/drivers.`,
    );
  }
  if (facts.container.container.state === 'known') {
    return remedy(
      'update-host-driver',
      'system',
      `Update the NVIDIA driver of the host${atLeast}, then start the container again.`,
    );
  }
  const id = valueOf(facts.platform.osId) ?? '';
  const lines = installLines.find(([name]) => name.test(id))?.[1] ?? [];
  return remedy(
    'install-driver',
    'system',
    `Install the NVIDIA driver${atLeast} from the packages of this system, then restart.`,
    lines,
  );
}

/** The lines that install one part of the driver by its name for apt and for dnf; none on other systems. */
export function installPart(facts: Facts, apt: string, dnf: string): readonly string[] {
  const id = valueOf(facts.platform.osId) ?? '';
  if (/ubuntu|debian|pop|mint/.test(id)) return [`sudo apt install ${apt}`];
  return /fedora|rhel|centos|rocky|alma/.test(id) ? [`sudo dnf install ${dnf}`] : [];
}
