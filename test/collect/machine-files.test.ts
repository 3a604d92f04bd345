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
      { class: '0x030000', vendor: '0x10de', device: '0x2684', power_state: 'D3cold' },
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
    file('etc/prime-discrete', 'intel\n');
    file(
      'dev/kmsg',
      '4,1,1,-;NVRM: Xid (PCI:0000:01:00): 79, pid=1234, GPU has fallen off the bus.\n6,2,2,-;usb 1-1\n',
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
    expect(found.primeProfile).toBe('intel');
    expect(found.xids).toEqual([{ address: '0000:01:00', code: 79 }]);
  });

  test('container, WSL, secure boot, CPU', async () => {
    file('proc/sys/kernel/osrelease', '5.15.153.1-microsoft-standard-WSL2\n');
    file('usr/lib/wsl/lib/libcuda.so.1', '');
    file('run/.containerenv', '');
    file('proc/cpuinfo', 'model name\t: Some CPU\nflags\t\t: fpu sse4_2 avx fma\n');
    file('etc/os-release', 'ID=ubuntu\nPRETTY_NAME="Ubuntu 24.04.1 LTS"\n');
    file('sys/firmware/efi/efivars/SecureBoot-8be4df61', '\u0006\u0000\u0000\u0000\u0001');
    const environment = { SLURM_JOB_ID: '7', COLAB_GPU: '1' };
    expect(await data('system', { args: args(), environment })).toMatchObject({
      osName: 'Ubuntu 24.04.1 LTS',
      osId: 'ubuntu',
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
