import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Machine } from './scenario.ts';

/**
 * Writes what the kernel of such a machine would show below `/proc`, `/sys` and `/dev` into a folder. The library
 * `view.c` makes programs find it in the usual places.
 */
export async function writeView(folder: string, machine: Machine): Promise<void> {
  const loaded = machine.kernelModule === undefined ? machine.driver : machine.kernelModule;
  const files = {
    ...pciDevices(machine),
    ...(loaded === null ? noModule : module(machine, loaded)),
  };
  for (const [path, text] of Object.entries(files)) await write(join(folder, path), text);
  await mkdir(join(folder, 'dev'), { recursive: true });
  if (loaded === null) return;
  const drivers = join(folder, 'sys/bus/pci/drivers/nvidia');
  await mkdir(drivers, { recursive: true });
  for (const address of machine.gpus.map((_, index) => addressOf(index)))
    await symlink(drivers, join(folder, 'sys/bus/pci/devices', address, 'driver'));
}

/** PCI address of a GPU: `0000:01:00.0`. */
const addressOf = (index: number): string =>
  `0000:${(index + 1).toString(16).padStart(2, '0')}:00.0`;

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
      ...device(addressOf(index), '0x10de', gpu.pciDevice, '0x030000'),
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
    [`${folder}/numa_node`]: '0\n',
  };
}

const noModule: Record<string, string> = { 'proc/modules': '' };

/** As the kernel module itself words it; whatever else the file has is left out. */
function module({ gpus }: Machine, version: string): Record<string, string> {
  const nodes = [
    'nvidiactl',
    'nvidia-uvm',
    'nvidia-modeset',
    ...gpus.map((_, index) => `nvidia${index}`),
  ];
  const names = ['nvidia_uvm', 'nvidia_drm', 'nvidia_modeset', 'nvidia'];
  return {
    'proc/driver/nvidia/version': `NVRM version: NVIDIA UNIX x86_64 Kernel Module  ${version}  Mon May 13 16:12:40 UTC 2024\n`,
    'proc/modules': names
      .map((name) => `${name} 1000000 1 - Live 0x0000000000000000 (POE)\n`)
      .join(''),
    'sys/module/nvidia/version': `${version}\n`,
    ...Object.fromEntries(nodes.map((node) => [`dev/${node}`, ''])),
    ...Object.fromEntries(
      gpus.map(({ model }, index) => [
        `proc/driver/nvidia/gpus/${addressOf(index)}/information`,
        `Model: \t\t ${model}\nBus Type: \t PCIe\n`,
      ]),
    ),
  };
}
