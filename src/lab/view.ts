import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Machine, pciAddress } from './machine.ts';

/**
 * Writes what the kernel of such a machine would show below `/proc`, `/sys` and `/dev` into a folder. The library
 * `view.c` makes programs find it in the usual places.
 */
export async function writeView(folder: string, machine: Machine): Promise<void> {
  const version = machine.kernelModule === undefined ? machine.driver : machine.kernelModule;
  const loaded = machine.inside === 'wsl' ? null : version;
  const files = {
    ...(machine.inside === 'wsl' ? wsl : pciDevices(machine)),
    ...(machine.inside === 'docker' ? { '.dockerenv': '' } : {}),
    ...(loaded === null ? otherModules(machine) : module(machine, loaded)),
    'dev/kmsg': machine.kernelLog
      .map((line, index) => `6,${index},${index}000,-;${line}\n`)
      .join(''),
  };
  for (const [path, text] of Object.entries(files)) await write(join(folder, path), text);
  const driver = loaded === null ? machine.boundTo : 'nvidia';
  if (driver === undefined || machine.inside === 'wsl') return;
  const drivers = join(folder, 'sys/bus/pci/drivers', driver);
  await mkdir(drivers, { recursive: true });
  for (const address of machine.gpus.map((_, index) => pciAddress(index)))
    await symlink(drivers, join(folder, 'sys/bus/pci/devices', address, 'driver'));
}

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text, { mode: 0o666 });
}

/** A GPU is in the list of PCI devices also without a driver, beside the host bridge that every computer has. */
function pciDevices({ gpus }: Machine): Record<string, string> {
  const bridge = device('0000:00:00.0', '0x8086', '0x3e1f', '0x060000');
  return gpus.reduce(
    (files, gpu, index) => ({
      ...files,
      ...device(pciAddress(index), '0x10de', gpu.pciDevice, '0x030000'),
    }),
    bridge,
  );
}

function device(address: string, vendor: string, id: string, type: string): Record<string, string> {
  const folder = `sys/bus/pci/devices/${address}`;
  return {
    [`${folder}/vendor`]: `${vendor}\n`,
    [`${folder}/device`]: `${id}\n`,
    [`${folder}/class`]: `${type}\n`,
    [`${folder}/power_state`]: 'D0\n',
    [`${folder}/numa_node`]: '-1\n',
  };
}

const wsl: Record<string, string> = {
  'proc/sys/kernel/osrelease': '5.15.153.1-microsoft-standard-WSL2\n',
  'proc/version':
    'Linux version 5.15.153.1-microsoft-standard-WSL2 (root@941d701f84f1) (gcc (GCC) 11.2.0) #1 SMP Fri Mar 29 23:14:13 UTC 2024\n',
  'dev/dxg': '',
  'usr/lib/wsl/lib/libcuda.so.1': '',
};

const otherModules = ({ boundTo }: Machine): Record<string, string> => ({
  'proc/modules':
    boundTo === undefined
      ? ''
      : `${boundTo.replace('-', '_')} 3104768 4 - Live 0x0000000000000000\n`,
});

/** As the kernel module itself words it; whatever else the file has is left out. */
function module(machine: Machine, version: string): Record<string, string> {
  const { gpus, openModule, withoutNodes } = machine;
  const nodes = [
    'nvidiactl',
    'nvidia-uvm',
    'nvidia-modeset',
    ...gpus.map((_, index) => `nvidia${index}`),
  ].filter((node) => !withoutNodes.includes(node) && !withoutNodes.includes('all'));
  const names = ['nvidia_uvm', 'nvidia_drm', 'nvidia_modeset', 'nvidia'];
  const kind = openModule ? 'Open Kernel Module for x86_64' : 'x86_64 Kernel Module';
  return {
    'proc/driver/nvidia/version': `NVRM version: NVIDIA UNIX ${kind}  ${version}  Mon May 13 16:12:40 UTC 2024\n`,
    'proc/modules': names
      .filter((name) => name !== 'nvidia_uvm' || !withoutNodes.includes('nvidia-uvm'))
      .map((name) => `${name} 1000000 1 - Live 0x0000000000000000 (POE)\n`)
      .join(''),
    'sys/module/nvidia/version': `${version}\n`,
    ...Object.fromEntries(nodes.map((node) => [`dev/${node}`, ''])),
    ...Object.fromEntries(
      gpus.map(({ model }, index) => [
        `proc/driver/nvidia/gpus/${pciAddress(index)}/information`,
        `Model: \t\t ${model}\nIRQ:   \t\t ${130 + index}\nBus Type: \t PCIe\nDMA Size: \t 47 bits\nDMA Mask: \t 0x7fffffffffff\nBus Location: \t ${pciAddress(index)}\nDevice Minor: \t ${index}\nGPU Excluded:\t No\n`,
      ]),
    ),
  };
}
