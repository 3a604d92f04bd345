import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask, data } from './ask.ts';

let root: string;
const args = (): string[] => ['--root', root];

function file(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

function pciDevice(address: string, fields: Record<string, string>, driver?: string): void {
  const folder = `sys/bus/pci/devices/${address}`;
  for (const [name, text] of Object.entries(fields)) file(`${folder}/${name}`, `${text}\n`);
  if (driver === undefined) return;
  mkdirSync(join(root, 'sys/bus/pci/drivers', driver), { recursive: true });
  symlinkSync(join('../../drivers', driver), join(root, folder, 'driver'));
}

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'tgd-root-'));
});
afterAll(() => rmSync(root, { recursive: true }));

describe.runIf(process.platform === 'linux')('files of a machine', () => {
  test('a machine that shows nothing is not a machine that has nothing', async () => {
    expect(await data('pci', { args: args() })).toEqual({ readable: false, count: 0, devices: [] });
    expect(await data('driver-files', { args: args() })).toMatchObject({
      procVersion: null,
      kernelModuleVersion: null,
      gpus: [],
      nodes: [],
      modules: null,
      moduleInstalled: null,
      seLinuxEnforcing: null,
      dxg: false,
      fabricManager: null,
    });
    expect(await data('toolkits', { args: args() })).toMatchObject({ toolkits: [], ldCache: [] });
  });

  test('PCI: display devices and accelerators, with driver and power', async () => {
    pciDevice('0000:00:00.0', { class: '0x060000', vendor: '0x8086', device: '0x1237' });
    pciDevice(
      '0000:01:00.0',
      {
        class: '0x030000',
        vendor: '0x10de',
        device: '0x2684',
        power_state: 'D3cold',
        'power/runtime_status': 'suspended',
      },
      'nouveau',
    );
    pciDevice('0000:02:00.0', { class: '0x120000', vendor: '0x1002', device: '0x740f' });
    const found = await data('pci', { args: args() });
    expect(found.count).toBe(3);
    expect(found.devices).toEqual([
      {
        address: '0000:01:00.0',
        vendor: '0x10de',
        device: '0x2684',
        class: '0x030000',
        driver: 'nouveau',
        powerState: 'D3cold',
        runtimeStatus: 'suspended',
      },
      expect.objectContaining({ vendor: '0x1002', driver: null, powerState: null }),
    ]);
  });

  test.each([
    [
      'NVRM version: NVIDIA UNIX x86_64 Kernel Module  550.54.14  Thu Feb 22 01:44:30 UTC 2024',
      '550.54.14',
    ],
    [
      'NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  560.35.03  Release Build  (dvs-builder@U16)',
      '560.35.03',
    ],
    ['something else', null],
    ['', null],
  ])('the kernel module: %s', async (line, version) => {
    file('proc/driver/nvidia/version', `${line}\nGCC version: gcc 12\n`);
    const found = await data('driver-files', { args: args() });
    expect(found.kernelModuleVersion).toBe(version);
    expect(found.procVersion).toContain(line);
  });

  test('modules, blacklists, nodes, cards without their serial', async () => {
    file('proc/modules', 'nvidia_uvm 1 0 - Live 0x0\nnouveau 1 0\nnvidiafb 1 0\next4 1 0\n');
    file(
      'etc/modprobe.d/a.conf',
      '# blacklist nvidia\nblacklist nouveau\noptions nouveau modeset=0\n',
    );
    file(
      'proc/driver/nvidia/gpus/0000:01:00.0/information',
      'Model: \t NVIDIA H100\nGPU UUID: GPU-1\n',
    );
    file('dev/nvidia0', '');
    file('dev/nvidiactl', '');
    file('dev/nvidia-uvm', '');
    file('dev/nvidiafoo', '');
    file('sys/fs/selinux/enforce', '1');
    file('etc/prime-discrete', 'on-demand\n');
    file(
      'dev/kmsg',
      '4,1,1,-;NVRM: Xid (PCI:0000:01:00): 79, pid=1234, GPU has fallen off the bus.\n6,2,2,-;usb 1-1\n' +
        '3,3,3,-;NVRM: GPU 0000:01:00.0: RmInitAdapter failed! (0x22:0x56:762)\n',
    );
    const found = await data('driver-files', { args: args() });
    expect(found.modules).toEqual(['nvidia_uvm', 'nouveau']);
    expect(found.blacklisted).toEqual([
      { path: '/etc/modprobe.d/a.conf', line: 'blacklist nouveau' },
      { path: '/etc/modprobe.d/a.conf', line: 'options nouveau modeset=0' },
    ]);
    expect(found.gpus).toEqual([{ address: '0000:01:00.0', model: 'NVIDIA H100' }]);
    expect(found.nodes.map((node) => node.path)).toEqual([
      '/dev/nvidia-uvm',
      '/dev/nvidia0',
      '/dev/nvidiactl',
    ]);
    expect(found.nodes[0]).toMatchObject({ mode: '644', readable: true });
    expect(found.seLinuxEnforcing).toBe(true);
    expect(found.primeProfile).toBe('on-demand');
    expect(found.xids).toEqual([{ address: '0000:01:00', code: 79 }]);
    expect(found.kernelMessagesSource).toBe('/dev/kmsg');
    expect(found.kernelMessages).toEqual([
      'NVRM: Xid (PCI:0000:01:00): 79, pid=1234, GPU has fallen off the bus.',
      'NVRM: GPU 0000:01:00.0: RmInitAdapter failed! (0x22:0x56:762)',
    ]);
    const opened = Object.fromEntries(found.nodes.map(({ path, open }) => [path, open]));
    expect(opened).toEqual({
      '/dev/nvidia0': null,
      '/dev/nvidiactl': 'ok',
      '/dev/nvidia-uvm': 'ok',
    });
    const files = await data('driver-files', { args: [...args(), '--no-driver'] });
    expect(files.nodes.map(({ open }) => open)).toEqual([null, null, null]);
  });

  test('the error of opening a device is named', async () => {
    rmSync(join(root, 'dev/nvidiactl'));
    mkdirSync(join(root, 'dev/nvidiactl'));
    const { nodes } = await data('driver-files', { args: args() });
    expect(nodes.find(({ path }) => path === '/dev/nvidiactl')?.open).toBe('EISDIR');
  });

  test('integrated mode, persistence daemon, MPS, driver libraries off the path', async () => {
    file(
      'etc/udev/rules.d/50-remove-nvidia.rules',
      '# ACTION=="add", ATTR{vendor}=="0x10de", ATTR{remove}="1"\n' +
        'ACTION=="add", SUBSYSTEM=="pci", ATTR{vendor}=="0x10de", ATTR{class}=="0x03[0-9]*", ATTR{power/control}="auto", ATTR{remove}="1"\n',
    );
    file('usr/lib/udev/rules.d/60-nvidia.rules', 'ATTR{vendor}=="0x10de", RUN+="/bin/true"\n');
    file('usr/bin/nvidia-persistenced', '');
    file('tmp/nvidia-mps/control', '');
    file('usr/local/nvidia/lib64/libcuda.so.1', '');
    const found = await data('driver-files', { args: args() });
    expect(found).toMatchObject({
      udevRemovals: [
        {
          path: '/etc/udev/rules.d/50-remove-nvidia.rules',
          line: expect.stringMatching(/^ACTION.*ATTR\{remove\}="1"$/),
        },
      ],
      persistenceDaemon: false,
      mps: { pipe: '/tmp/nvidia-mps', own: true },
      libcuda: [{ path: '/usr/local/nvidia/lib64/libcuda.so.1', onLoaderPath: false }],
    });
    const told = { LD_LIBRARY_PATH: join(root, 'usr/local/nvidia/lib64') };
    const named = await data('driver-files', { args: args(), environment: told });
    expect(named.libcuda).toMatchObject([{ onLoaderPath: true }]);
  });

  test.each([
    ['run/systemd/container', 'lxc\n', { kind: 'lxc', sign: '/run/systemd/container' }],
    ['run/systemd/container', 'wsl\n', null],
    ['dev/.lxc-boot-id', '', { kind: 'lxc', sign: '/dev/.lxc-boot-id' }],
    [
      'proc/self/mountinfo',
      '900 800 0:60 /proc/meminfo /proc/meminfo rw - fuse.lxcfs lxcfs rw\n',
      { kind: 'lxc', sign: 'lxcfs in /proc/self/mountinfo' },
    ],
    ['proc/self/mountinfo', '90 28 0:60 / /var/lib/lxcfs rw,nosuid - fuse.lxcfs lxcfs rw\n', null],
  ])('LXC from the inside: %s with %j', async (path, text, container) => {
    const other = mkdtempSync(join(tmpdir(), 'tgd-lxc-'));
    mkdirSync(dirname(join(other, path)), { recursive: true });
    writeFileSync(join(other, path), text);
    expect((await data('system', { args: ['--root', other] })).container).toEqual(container);
    rmSync(other, { recursive: true });
  });

  test('container, WSL, secure boot, CPU', async () => {
    file('proc/sys/kernel/osrelease', '5.15.153.1-microsoft-standard-WSL2\n');
    file('usr/lib/wsl/lib/libcuda.so.1', '');
    file('run/.containerenv', '');
    file('proc/cpuinfo', 'model name\t: Some CPU\nflags\t\t: fpu sse4_2 avx fma hypervisor\n');
    file('proc/device-tree/model', 'NVIDIA Jetson AGX Orin Developer Kit\0');
    file(
      'etc/os-release',
      'ID=ubuntu\nVERSION_ID="24.04"\nID_LIKE=debian\nPRETTY_NAME="Ubuntu 24.04.1 LTS"\n',
    );
    file('sys/firmware/efi/efivars/SecureBoot-8be4df61', '\u0006\u0000\u0000\u0000\u0001');
    const environment = { SLURM_JOB_ID: '7', COLAB_GPU: '1' };
    expect(await data('system', { args: args(), environment })).toMatchObject({
      osName: 'Ubuntu 24.04.1 LTS',
      osId: 'ubuntu',
      osVersion: '24.04',
      osLike: ['debian'],
      virtualMachine: true,
      jetson: 'NVIDIA Jetson AGX Orin Developer Kit',
      translated: null,
      processor: 'Some CPU',
      cpuFeatures: ['avx', 'fma'],
      wsl: 2,
      wslLibFolder: { exists: true, libcuda: true },
      container: { kind: 'podman', sign: '/run/.containerenv' },
      scheduler: { kind: 'slurm', sign: 'SLURM_JOB_ID' },
      hosted: 'colab',
      secureBoot: true,
    });
  });

  test('toolkits: version.json, version.txt, one that does not tell, a broken json', async () => {
    file('usr/local/cuda-12.4/version.json', '{"cuda": {"name": "CUDA SDK", "version": "12.4.1"}}');
    file('usr/local/cuda-10.1/version.txt', 'CUDA Version 10.1.243\n');
    file('usr/local/cuda-9/README', '');
    file('usr/local/cuda-8/version.json', '{"cuda": ');
    symlinkSync('cuda-12.4', join(root, 'usr/local/cuda'));
    const { toolkits } = await data('toolkits', { args: args() });
    const at = (name: string): string => join(root, 'usr/local', name);
    expect(toolkits).toHaveLength(4);
    expect(toolkits).toEqual(
      expect.arrayContaining([
        { path: at('cuda-12.4'), version: '12.4.1', source: 'version.json' },
        { path: at('cuda-10.1'), version: '10.1.243', source: 'version.txt' },
        { path: at('cuda-9'), version: null, source: null },
        { path: at('cuda-8'), version: null, source: null },
      ]),
    );
  });

  test.each(['', 'rubbish', `ld.so-1.7.0\0glibc-ld.so.cache1.1${'\u00ff'.repeat(40)}`])(
    'a loader cache that is none: %j',
    async (text) => {
      file('etc/ld.so.cache', text);
      expect((await data('toolkits', { args: args() })).ldCache).toEqual([]);
    },
  );

  test('an unknown probe or argument ends with a message', async () => {
    await expect(ask('pci', { args: ['--nonsense'] })).rejects.toThrow(
      /unknown argument --nonsense/,
    );
  });
});
