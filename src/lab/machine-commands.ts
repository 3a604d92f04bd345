import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { nvidiaSmiScript } from './nvidia-smi.ts';
import { pciAddress } from './machine.ts';
import type { Scenario } from './scenario.ts';
import { gpuUuid } from './uuid.ts';

/** Writes the commands of a simulated machine: `nvidia-smi`, `lspci` and `dmesg`. */
export async function writeMachineCommands(folder: string, scenario: Scenario): Promise<void> {
  const uuids = scenario.machine.gpus.map((_, index) => gpuUuid(scenario.name, index));
  const commands = {
    'nvidia-smi': nvidiaSmiScript(scenario.machine, uuids),
    lspci: printing('lspci', lspci(scenario)),
    dmesg: printing(
      'dmesg',
      scenario.machine.kernelLog.map(
        (line, index) => `[${(4 + index / 10).toFixed(6).padStart(12)}] ${line}`,
      ),
    ),
  };
  await mkdir(folder, { recursive: true });
  for (const [name, script] of Object.entries(commands))
    await writeFile(join(folder, name), script, { mode: 0o755 });
}

const printing = (name: string, lines: readonly string[]): string =>
  ['#!/bin/sh', `# ${name} of a simulated machine.`, "cat <<'TEXT'", ...lines, 'TEXT', ''].join(
    '\n',
  );

/** As `lspci -k` prints them; in WSL there is no bus. */
function lspci({ machine }: Scenario): readonly string[] {
  if (machine.inside === 'wsl') return [];
  const loaded = machine.kernelModule === null ? machine.boundTo : 'nvidia';
  return [
    '00:00.0 Host bridge: Intel Corporation Device 3e1f (rev 08)',
    ...machine.gpus.flatMap(({ pciDevice }, index) => [
      `${pciAddress(index).slice('0000:'.length)} VGA compatible controller: NVIDIA Corporation Device ${pciDevice.slice(2)} (rev a1)`,
      ...(loaded === undefined ? [] : [`\tKernel driver in use: ${loaded}`]),
    ]),
  ];
}
