import { valueOf } from '../facts/fact.ts';
import type { Facts } from '../facts/facts.ts';
import { releaseNumber, type Family } from './system.ts';

/** What decides which packages bring the driver. */
export interface DriverChoice {
  /** Major version of the distribution; undefined where it is not known or rolling. */
  readonly release: number | undefined;
  /** As NVIDIA's repositories name it. */
  readonly machine: 'x86_64' | 'sbsa';
  /** The last driver branch for this GPU: 470 for Kepler, 580 for Maxwell to Volta; undefined while it is supported. */
  readonly last: 470 | 580 | undefined;
  /** The oldest branch that is wanted. */
  readonly least: number | undefined;
}

/** What this machine decides of it. */
export function driverChoice(facts: Facts): Pick<DriverChoice, 'release' | 'machine'> {
  const machine = valueOf(facts.platform.machine) === 'arm64' ? 'sbsa' : 'x86_64';
  return { release: releaseNumber(facts), machine };
}

/** Lines without `sudo`, in order, without the restart; undefined: say it in words. */
type Lines = (choice: DriverChoice) => readonly string[] | undefined;

const cuda = 'https://developer.download.nvidia.com/compute/cuda/repos';
const fusion = 'https://mirrors.rpmfusion.org';

/**
 * How each family installs the driver. Checked 2026-11-24 against: NVIDIA Driver Installation Guide, release 620, table
 * of kernel modules (RHEL, Amazon Linux, SLES: `nvidia-open`; streams `open-dkms`, `580-dkms`); Ubuntu Server
 * documentation (`ubuntu-drivers`); Debian wiki NvidiaGraphicsDrivers; RPM Fusion Howto/NVIDIA; Arch news of 2025-12
 * (nvidia-open, legacy branches in the AUR); System76 support (system76-driver-nvidia); openSUSE SDB:NVIDIA drivers.
 * Typed on real hardware: none of them (`assumed`).
 */
export const driverPackages: Readonly<Partial<Record<Family, Lines>>> = {
  ubuntu: ({ last }) =>
    last === undefined
      ? ['apt update', 'apt install ubuntu-drivers-common', 'ubuntu-drivers install']
      : ['apt update', `apt install nvidia-driver-${last}`],
  pop: ({ last }) =>
    last === 470 ? undefined : ['apt update', 'apt install system76-driver-nvidia'],
  debian: debianLines,
  fedora: ({ last }) => {
    const branch = last === undefined ? '' : `-${last}xx`;
    return [
      `dnf install ${fusion}/free/fedora/rpmfusion-free-release-$(rpm -E %fedora).noarch.rpm ${fusion}/nonfree/fedora/rpmfusion-nonfree-release-$(rpm -E %fedora).noarch.rpm`,
      `dnf install kernel-devel-$(uname -r) akmod-nvidia${branch} xorg-x11-drv-nvidia${branch}-cuda`,
      'akmods --force',
    ];
  },
  rhel: ({ release, machine, last }) => {
    if (release === undefined || release < 8) return undefined;
    const before = [
      'dnf install dnf-plugins-core kernel-devel-$(uname -r) kernel-headers',
      `dnf config-manager --add-repo ${cuda}/rhel${release}/${machine}/cuda-rhel${release}.repo`,
    ];
    if (release >= 10) {
      return last === undefined ? [...before, 'dnf install nvidia-open'] : undefined;
    }
    return last === undefined
      ? [...before, 'dnf module enable nvidia-driver:open-dkms', 'dnf install nvidia-open']
      : [...before, `dnf module enable nvidia-driver:${last}-dkms`, 'dnf install cuda-drivers'];
  },
  amazon: ({ machine, last }) => [
    'dnf install dnf-plugins-core kernel-devel-$(uname -r) kernel-modules-extra-$(uname -r)',
    `dnf config-manager --add-repo ${cuda}/amzn2023/${machine}/cuda-amzn2023.repo`,
    `dnf module enable nvidia-driver:${last === undefined ? 'open-dkms' : `${last}-dkms`}`,
    `dnf install ${last === undefined ? 'nvidia-open' : 'cuda-drivers'}`,
  ],
  leap: (choice) => openSuse('Leap', choice),
  tumbleweed: (choice) => openSuse('Tumbleweed', choice),
  sles: ({ release, machine, last }) =>
    release === 15 && last === undefined
      ? [
          `zypper addrepo ${cuda}/sles15/${machine}/cuda-sles15.repo`,
          'zypper --gpg-auto-import-keys refresh',
          'zypper install nvidia-open',
        ]
      : undefined,
  arch: ({ last }) => (last === undefined ? ['pacman -Syu nvidia-open nvidia-utils'] : undefined),
  gentoo: () => ['emerge --ask x11-drivers/nvidia-drivers'],
  void: ({ last }) => [
    'xbps-install -S void-repo-nonfree',
    `xbps-install -S ${last === undefined ? 'nvidia' : `nvidia${last}`}`,
  ],
};

/** The driver branch of `nvidia-driver` in each Debian. Source: packages.debian.org. */
const debianBranch: Readonly<Record<number, number>> = { 11: 470, 12: 535, 13: 550 };

function debianLines({
  release,
  machine,
  last,
  least,
}: DriverChoice): readonly string[] | undefined {
  if (release === undefined) return undefined;
  const branch = debianBranch[release] ?? 0;
  const headers = machine === 'sbsa' ? 'linux-headers-arm64' : 'linux-headers-amd64';
  const parts = release >= 12 ? 'contrib non-free non-free-firmware' : 'contrib non-free';
  const components = String.raw`sh -c 'sed -i -E "s/^(deb .* main)( .*)?$/\1 ${parts}/; s/^Components:.*/Components: main ${parts}/" $(ls /etc/apt/sources.list /etc/apt/sources.list.d/debian.sources 2>/dev/null)'`;
  if (last === 470) {
    return release <= 12
      ? [components, 'apt update', `apt install ${headers} nvidia-tesla-470-driver`]
      : undefined;
  }
  if (least === undefined || branch >= least) {
    return [components, 'apt update', `apt install ${headers} nvidia-driver`];
  }
  if (release < 12 || last !== undefined) return undefined;
  return [
    `apt install curl ${headers}`,
    `curl -fsSLO ${cuda}/debian${release}/${machine}/cuda-keyring_1.1-1_all.deb`,
    'apt install ./cuda-keyring_1.1-1_all.deb',
    'apt update',
    'apt install nvidia-open',
  ];
}

function openSuse(product: string, { last }: DriverChoice): readonly string[] {
  const kernelModule =
    last === undefined
      ? 'nvidia-open-driver-G06-signed-kmp-default'
      : last === 580
        ? 'nvidia-driver-G06-kmp-default'
        : 'nvidia-gfxG05-kmp-default';
  const rest = last === 470 ? 'nvidia-computeG05' : 'nvidia-compute-utils-G06';
  return [
    `zypper install openSUSE-repos-${product}-NVIDIA`,
    'zypper refresh',
    `zypper install ${kernelModule} ${rest}`,
  ];
}
