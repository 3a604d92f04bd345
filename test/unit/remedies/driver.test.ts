import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

import { installNvml, startFabricManager } from '../../../src/remedies/driver-parts.ts';
import { installDriver, olderBranch, reboot } from '../../../src/remedies/driver.ts';
import { type Changes, factsOf, knowledge, linux } from './machine.ts';

const repos = 'https://developer.download.nvidia.com/compute/cuda/repos';

function lines(changes: Changes, least?: string, base = 'desktop'): readonly string[] {
  return installDriver(factsOf(changes, base), least, knowledge).commands;
}

/** A machine whose GPU has this name and compute capability. */
function withGpu(name: string, capability: string, system: Changes): Changes {
  const gpu = { name, computeCapability: capability };
  return {
    ...system,
    nvml: { devices: { '0': gpu } },
    'cuda-driver': { masked: { devices: { '0': gpu } } },
  };
}

describe('a GPU that is still supported', () => {
  test.each<[string, string | null, readonly string[]]>([
    [
      'ubuntu',
      '24.04',
      [
        'sudo apt update',
        'sudo apt install ubuntu-drivers-common',
        'sudo ubuntu-drivers install',
        'sudo reboot',
      ],
    ],
    [
      'linuxmint',
      '22',
      [
        'sudo apt update',
        'sudo apt install ubuntu-drivers-common',
        'sudo ubuntu-drivers install',
        'sudo reboot',
      ],
    ],
    ['pop', '22.04', ['sudo apt update', 'sudo apt install system76-driver-nvidia', 'sudo reboot']],
    [
      'fedora',
      '44',
      [
        'sudo dnf install https://mirrors.rpmfusion.org/free/fedora/rpmfusion-free-release-$(rpm -E %fedora).noarch.rpm https://mirrors.rpmfusion.org/nonfree/fedora/rpmfusion-nonfree-release-$(rpm -E %fedora).noarch.rpm',
        'sudo dnf install kernel-devel-$(uname -r) akmod-nvidia xorg-x11-drv-nvidia-cuda',
        'sudo akmods --force',
        'sudo reboot',
      ],
    ],
    ...(['rhel', 'rocky', 'almalinux'] as const).map((id): [string, string, string[]] => [
      id,
      '9.4',
      [
        'sudo dnf install dnf-plugins-core kernel-devel-$(uname -r) kernel-headers',
        `sudo dnf config-manager --add-repo ${repos}/rhel9/x86_64/cuda-rhel9.repo`,
        'sudo dnf module enable nvidia-driver:open-dkms',
        'sudo dnf install nvidia-open',
        'sudo reboot',
      ],
    ]),
    [
      'rhel',
      '10.1',
      [
        'sudo dnf install dnf-plugins-core kernel-devel-$(uname -r) kernel-headers',
        `sudo dnf config-manager --add-repo ${repos}/rhel10/x86_64/cuda-rhel10.repo`,
        'sudo dnf install nvidia-open',
        'sudo reboot',
      ],
    ],
    [
      'amzn',
      '2023',
      [
        'sudo dnf install dnf-plugins-core kernel-devel-$(uname -r) kernel-modules-extra-$(uname -r)',
        `sudo dnf config-manager --add-repo ${repos}/amzn2023/x86_64/cuda-amzn2023.repo`,
        'sudo dnf module enable nvidia-driver:open-dkms',
        'sudo dnf install nvidia-open',
        'sudo reboot',
      ],
    ],
    [
      'opensuse-leap',
      '15.6',
      [
        'sudo zypper install openSUSE-repos-Leap-NVIDIA',
        'sudo zypper refresh',
        'sudo zypper install nvidia-open-driver-G06-signed-kmp-default nvidia-compute-utils-G06',
        'sudo reboot',
      ],
    ],
    [
      'sles',
      '15.6',
      [
        `sudo zypper addrepo ${repos}/sles15/x86_64/cuda-sles15.repo`,
        'sudo zypper --gpg-auto-import-keys refresh',
        'sudo zypper install nvidia-open',
        'sudo reboot',
      ],
    ],
    ['arch', null, ['sudo pacman -Syu nvidia-open nvidia-utils', 'sudo reboot']],
    ['nixos', '25.11', ['sudo nixos-rebuild switch', 'sudo reboot']],
    ['gentoo', null, ['sudo emerge --ask x11-drivers/nvidia-drivers', 'sudo reboot']],
    [
      'void',
      null,
      ['sudo xbps-install -S void-repo-nonfree', 'sudo xbps-install -S nvidia', 'sudo reboot'],
    ],
    ['haiku', null, []],
  ])('%s %s', (id, version, expected) => {
    expect(lines(linux(id, version))).toEqual(expected);
  });

  test('a distribution that is not known by name is taken for what it is made from', () => {
    expect(lines(linux('mylinux', '1', { osLike: ['ubuntu', 'debian'] }))).toContain(
      'sudo ubuntu-drivers install',
    );
  });

  test('root needs no sudo', () => {
    expect(lines(linux('arch', null, { root: true }))).toEqual([
      'pacman -Syu nvidia-open nvidia-utils',
      'reboot',
    ]);
  });

  test('an ARM server has its own repository', () => {
    const arm: Changes = { ...linux('rocky', '9.4'), interpreter: { machine: 'aarch64' } };
    expect(lines(arm)[1]).toBe(
      `sudo dnf config-manager --add-repo ${repos}/rhel9/sbsa/cuda-rhel9.repo`,
    );
  });
});

describe('Debian', () => {
  test('its own driver, with the components that hold it', () => {
    const [components = '', ...rest] = lines(linux('debian', '12'));
    expect(rest).toEqual([
      'sudo apt update',
      'sudo apt install linux-headers-amd64 nvidia-driver',
      'sudo reboot',
    ]);
    expect(components).toContain('contrib non-free non-free-firmware');
  });

  test("NVIDIA's driver where its own is too old", () => {
    expect(lines(linux('debian', '12'), '560.28.03')).toEqual([
      'sudo apt install curl linux-headers-amd64',
      `sudo curl -fsSLO ${repos}/debian12/x86_64/cuda-keyring_1.1-1_all.deb`,
      'sudo apt install ./cuda-keyring_1.1-1_all.deb',
      'sudo apt update',
      'sudo apt install nvidia-open',
      'sudo reboot',
    ]);
  });

  test('the line for the components changes both kinds of file as it should', () => {
    const folder = mkdtempSync(join(tmpdir(), 'tgd-apt-'));
    const line = (lines(linux('debian', '13'))[0] ?? '')
      .replace('sudo ', '')
      .replaceAll('/etc/apt/sources.list.d', folder)
      .replaceAll('/etc/apt', folder);
    const old = join(folder, 'sources.list');
    const now = join(folder, 'debian.sources');
    writeFileSync(old, '# deb x main\ndeb http://deb.debian.org/debian trixie main\n');
    writeFileSync(now, 'Types: deb\nComponents: main\n');
    execFileSync('sh', ['-c', line]);
    execFileSync('sh', ['-c', line]);
    const all = 'main contrib non-free non-free-firmware';
    expect(readFileSync(old, 'utf8')).toBe(
      `# deb x main\ndeb http://deb.debian.org/debian trixie ${all}\n`,
    );
    expect(readFileSync(now, 'utf8')).toBe(`Types: deb\nComponents: ${all}\n`);
    rmSync(folder, { recursive: true });
  });
});

const kepler = (system: Changes): Changes => withGpu('Tesla K80', '3.7', system);
const pascal = (system: Changes): Changes => withGpu('NVIDIA GeForce GTX 1080 Ti', '6.1', system);

describe('an old GPU gets its last branch, or is named as too old', () => {
  test.each<[string, string | null, string]>([
    ['ubuntu', '22.04', 'sudo apt install nvidia-driver-470'],
    [
      'fedora',
      '44',
      'sudo dnf install kernel-devel-$(uname -r) akmod-nvidia-470xx xorg-x11-drv-nvidia-470xx-cuda',
    ],
    ['rocky', '9.4', 'sudo dnf module enable nvidia-driver:470-dkms'],
    ['debian', '12', 'sudo apt install linux-headers-amd64 nvidia-tesla-470-driver'],
    ['void', null, 'sudo xbps-install -S nvidia470'],
  ])('Kepler on %s %s', (id, version, expected) => {
    expect(lines(kepler(linux(id, version)))).toContain(expected);
  });

  test.each<[string, string | null, string]>([
    ['ubuntu', '24.04', 'sudo apt install nvidia-driver-580'],
    ['amzn', '2023', 'sudo dnf module enable nvidia-driver:580-dkms'],
    [
      'opensuse-tumbleweed',
      null,
      'sudo zypper install nvidia-driver-G06-kmp-default nvidia-compute-utils-G06',
    ],
  ])('Pascal on %s %s', (id, version, expected) => {
    expect(lines(pascal(linux(id, version)))).toContain(expected);
  });

  test('Arch has old branches in the AUR only, which is said in words', () => {
    const remedy = installDriver(factsOf(pascal(linux('arch', null))), undefined, knowledge);
    expect(remedy.commands).toEqual([]);
    expect(remedy.summary).toContain('nvidia-580xx-dkms');
  });

  test('a driver that the GPU cannot have is never offered', () => {
    const remedy = installDriver(factsOf(kepler(linux('ubuntu', '22.04'))), '525.60.13', knowledge);
    expect(remedy).toMatchObject({ id: 'newer-gpu', kind: 'hardware', commands: [] });
    expect(remedy.summary).toContain('470 is the last branch');
  });
});

test('a driver that dropped the GPU gives way to the last branch', () => {
  expect(olderBranch(factsOf(linux('ubuntu', '24.04')), 580).commands).toEqual([
    'sudo apt update',
    'sudo apt install nvidia-driver-580',
    'sudo reboot',
  ]);
});

describe('where the driver is not this Linux own', () => {
  test.each<[string, Changes, string, string, readonly string[]]>([
    ['WSL', {}, 'wsl2', 'update-windows-driver', ['wsl.exe --shutdown']],
    ['Windows', {}, 'windows', 'install-driver', []],
    ['a container', {}, 'container', 'update-host-driver', []],
    ['Colab', { system: { hosted: 'colab' } }, 'container', 'hosted-driver', []],
    [
      'a Jetson',
      { system: { jetson: 'NVIDIA Jetson AGX Orin' } },
      'desktop',
      'install-jetpack',
      ['sudo apt install nvidia-jetpack'],
    ],
  ])('%s', (_, changes, base, id, commands) => {
    expect(installDriver(factsOf(changes, base), undefined, knowledge)).toMatchObject({
      id,
      commands,
    });
  });

  test('a restart is that of the right machine', () => {
    expect(reboot(factsOf()).commands).toEqual(['sudo reboot']);
    expect(reboot(factsOf({}, 'wsl2')).commands).toEqual(['wsl.exe --shutdown']);
    expect(reboot(factsOf({}, 'container')).commands).toEqual([]);
    expect(reboot(factsOf({}, 'windows')).commands).toEqual(['shutdown /r /t 0']);
  });
});

describe('parts of the driver', () => {
  test.each<[string, string, readonly string[]]>([
    ['ubuntu', '24.04', ['sudo apt install libnvidia-compute-550']],
    ['debian', '12', ['sudo apt install libnvidia-ml1']],
    ['fedora', '44', ['sudo dnf install xorg-x11-drv-nvidia-cuda-libs']],
    ['rocky', '9.4', ['sudo dnf install nvidia-driver-cuda-libs']],
    ['haiku', '1', []],
  ])('libnvidia-ml on %s %s', (id, version, expected) => {
    expect(installNvml(factsOf(linux(id, version))).commands).toEqual(expected);
  });

  test.each<[string, string, readonly string[]]>([
    ['ubuntu', '22.04', ['sudo apt install nvidia-fabricmanager-550']],
    ['rocky', '9.4', ['sudo dnf install nvidia-fabric-manager-550.54.14']],
    ['sles', '15.6', ['sudo zypper install nvidia-fabric-manager=550.54.14']],
    ['haiku', '1', []],
  ])('Fabric Manager on %s %s, of exactly the driver version', (id, version, expected) => {
    expect(startFabricManager(factsOf(linux(id, version))).commands).toEqual([
      ...expected,
      'sudo systemctl enable --now nvidia-fabricmanager',
    ]);
  });

  test('Fabric Manager runs outside the container', () => {
    expect(startFabricManager(factsOf({}, 'container')).commands).toEqual([]);
  });
});
