import { valueOf } from '../facts/fact.ts';
import type { Facts } from '../facts/facts.ts';

/** Distributions that install the driver in the same way. */
export type Family =
  | 'ubuntu'
  | 'debian'
  | 'pop'
  | 'fedora'
  | 'rhel'
  | 'amazon'
  | 'leap'
  | 'tumbleweed'
  | 'sles'
  | 'arch'
  | 'nixos'
  | 'gentoo'
  | 'void';

const families: readonly (readonly [RegExp, Family])[] = [
  [/^pop$/u, 'pop'],
  [/^(?:ubuntu|linuxmint|mint|zorin|elementary|neon|kubuntu|xubuntu)$/u, 'ubuntu'],
  [/^(?:debian|raspbian|lmde)$/u, 'debian'],
  [/^(?:rhel|centos|rocky|almalinux|alma|ol)$/u, 'rhel'],
  [/^amzn$/u, 'amazon'],
  [/^(?:fedora|nobara)$/u, 'fedora'],
  [/^opensuse-tumbleweed$/u, 'tumbleweed'],
  [/^opensuse-leap$/u, 'leap'],
  [/^(?:sles|sled|sle_hpc)$/u, 'sles'],
  [/^(?:arch|manjaro|endeavouros|cachyos|garuda)$/u, 'arch'],
  [/^nixos$/u, 'nixos'],
  [/^gentoo$/u, 'gentoo'],
  [/^void$/u, 'void'],
];

/** The family of this Linux: by its own name, else by those it is made from; undefined where none is known here. */
export function familyOfSystem(facts: Facts): Family | undefined {
  const names = [valueOf(facts.platform.osId) ?? '', ...(valueOf(facts.platform.osLike) ?? [])];
  for (const name of names) {
    const found = families.find(([pattern]) => pattern.test(name));
    if (found !== undefined) return found[1];
  }
  return undefined;
}

/** The major version of the distribution: 9 of `9.4`, also of `Rocky Linux 9.4`; undefined for rolling ones. */
export function releaseNumber(facts: Facts): number | undefined {
  const written = valueOf(facts.platform.osVersion) ?? valueOf(facts.platform.osName) ?? '';
  const major = Number(/\d+/u.exec(written)?.[0]);
  return Number.isNaN(major) ? undefined : major;
}

/** A line for the administrator; without sudo for root, who often has none in a container. */
export function asRoot(facts: Facts, line: string): string {
  return valueOf(facts.platform.root) === true ? line : `sudo ${line}`;
}

/** Whether this user cannot load kernel modules: in a container, under WSL and in a hosted notebook. */
export function kernelIsElsewhere(facts: Facts): boolean {
  return (
    facts.container.container.state === 'known' ||
    facts.platform.wsl.state === 'known' ||
    facts.container.hosted.state === 'known'
  );
}
