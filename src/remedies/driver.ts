import { valueOf } from '../facts/fact.ts';
import type { Facts } from '../facts/facts.ts';
import { archFor } from '../knowledge/gpus.ts';
import type { Knowledge } from '../knowledge/tables.ts';
import { compareVersions, numbersOf } from '../knowledge/version.ts';
import { driverChoice, driverPackages } from './driver-packages.ts';
import { isVersion } from './grammar.ts';
import { remedy, type Remedy } from './remedy.ts';
import { asRoot, familyOfSystem } from './system.ts';

/** Restart of the whole machine; where that is not this user's to do, in words. */
export function reboot(facts: Facts, summary = 'Restart the machine.'): Remedy {
  if (facts.platform.wsl.state === 'known') {
    return remedy('restart-wsl', 'system', 'Restart WSL: type this in Windows.', [
      'wsl.exe --shutdown',
    ]);
  }
  if (facts.container.container.state === 'known') {
    return remedy(
      'reboot',
      'system',
      'Restart the computer that runs this container, then the container.',
    );
  }
  if (valueOf(facts.platform.os) === 'windows') {
    return remedy('reboot', 'system', summary, ['shutdown /r /t 0']);
  }
  return remedy('reboot', 'system', summary, [asRoot(facts, 'reboot')]);
}

/**
 * Installs or renews the driver the way of this operating system. `least` is the oldest version that is enough; with
 * the tables, a GPU whose last driver branch is older gets that branch, or is named as too old.
 */
export function installDriver(facts: Facts, least?: string, knowledge?: Knowledge): Remedy {
  const wanted = least !== undefined && isVersion(least) ? least : undefined;
  const last = lastBranch(facts, knowledge);
  const leastBranch = wanted === undefined ? undefined : numbersOf(wanted)[0];
  if (last !== undefined && leastBranch !== undefined && leastBranch > last) {
    return remedy(
      'newer-gpu',
      'hardware',
      `This GPU cannot have such a driver: ${last} is the last branch for it. Use an older TensorFlow or another GPU.`,
    );
  }
  const atLeast = wanted === undefined ? '' : ` (${wanted} or newer)`;
  const branch = last === undefined ? '' : ` of branch ${last}, the last one for this GPU`;
  return elsewhere(facts, atLeast) ?? onLinux(facts, `${atLeast}${branch}`, last, leastBranch);
}

/** Where the driver is not this Linux's own. */
function elsewhere(facts: Facts, atLeast: string): Remedy | undefined {
  const hosted = valueOf(facts.container.hosted);
  if (hosted !== undefined) {
    return remedy(
      'hosted-driver',
      'system',
      `The driver belongs to ${hosted}, and only ${hosted} can change it. Start a new session; if it stays so, report it there.`,
    );
  }
  if (facts.platform.wsl.state === 'known') {
    return remedy(
      'update-windows-driver',
      'system',
      `Update the NVIDIA driver in Windows${atLeast} from nvidia.com/drivers, then restart WSL. Never install a Linux driver inside WSL.`,
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
      `Update the NVIDIA driver of the computer that runs this container${atLeast}, then start the container again.`,
    );
  }
  if (facts.platform.jetson.state === 'known') {
    return remedy(
      'install-jetpack',
      'system',
      'The driver of a Jetson is part of JetPack: install it again.',
      [asRoot(facts, 'apt install nvidia-jetpack')],
    );
  }
  return undefined;
}

/** Replaces a driver that is too new for a GPU by its last branch. */
export function olderBranch(facts: Facts, last: number): Remedy {
  const known = last === 470 || last === 580 ? last : undefined;
  const { commands } = elsewhere(facts, '') ?? onLinux(facts, '', known, undefined);
  return remedy(
    'older-branch',
    'system',
    `Remove this driver and install branch ${last}, the last one for this GPU, from the packages of this system, then restart.`,
    known === undefined ? [] : commands,
  );
}

function onLinux(
  facts: Facts,
  which: string,
  last: 470 | 580 | undefined,
  least: number | undefined,
): Remedy {
  const family = familyOfSystem(facts);
  const choice = { ...driverChoice(facts), last, least };
  const lines = family === undefined ? undefined : driverPackages[family]?.(choice);
  if (lines !== undefined) {
    return remedy(
      'install-driver',
      'system',
      `Install the NVIDIA driver${which} from the packages of this system, then restart.`,
      [...lines, 'reboot'].map((line) => asRoot(facts, line)),
    );
  }
  return remedy(
    'install-driver',
    'system',
    family === 'nixos'
      ? `Install the NVIDIA driver${which}: set \`hardware.graphics.enable = true\`, \`services.xserver.videoDrivers = [ "nvidia" ]\` and \`hardware.nvidia.open = ${last === undefined}\` in /etc/nixos/configuration.nix, then rebuild and restart.`
      : family === 'arch'
        ? `Install the NVIDIA driver${which} from the AUR (nvidia-${last}xx-dkms and nvidia-${last}xx-utils), then restart.`
        : `Install the NVIDIA driver${which} as the manual of this system or nvidia.com/drivers says, then restart.`,
    family === 'nixos' ? [asRoot(facts, 'nixos-rebuild switch'), asRoot(facts, 'reboot')] : [],
  );
}

/** The last branch that all GPUs of this machine can have; undefined while all are supported or nothing is known. */
function lastBranch(facts: Facts, knowledge: Knowledge | undefined): 470 | 580 | undefined {
  const limits = (valueOf(facts.gpus.present) ?? []).map(({ name, capability }) => {
    const known =
      knowledge === undefined || name === null ? undefined : archFor(knowledge, name)?.capability;
    const number = capability ?? known;
    if (number === undefined || compareVersions(number, '7.5') >= 0) return undefined;
    return compareVersions(number, '5.0') < 0 ? 470 : 580;
  });
  return limits.includes(470) ? 470 : limits.includes(580) ? 580 : undefined;
}
