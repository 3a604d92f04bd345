import type { SimulatedGpu, Machine } from './machine.ts';

/**
 * A shell script that stands for `nvidia-smi` and prints what the real one prints on such a machine: the table, the
 * list (`-L`), a CSV query, or the error of a driver that does not answer.
 */
export function nvidiaSmiScript(machine: Machine, uuids: readonly string[]): string {
  const lines = {
    works: answers,
    mismatch,
    fails,
    hangs,
    'no-devices': noDevices,
    absent,
  }[machine.nvidiaSmi](machine, uuids);
  return ['#!/bin/sh', '# nvidia-smi of a simulated machine.', ...lines, ''].join('\n');
}

const hangs = (): readonly string[] => ['exec sleep 1000000'];

const noDevices = (): readonly string[] => [...print('No devices were found'), 'exit 6'];

/** As a shell says it: a real nvidia-smi of the user's must not answer for a machine that has none. */
const absent = (): readonly string[] => ['echo "$0: command not found" >&2', 'exit 127'];

const fails = (): readonly string[] => [
  ...print(
    "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver. " +
      'Make sure that the latest NVIDIA driver is installed and running.\n',
  ),
  'exit 9',
];

const mismatch = ({ driver }: Machine): readonly string[] => [
  ...print(
    'Failed to initialize NVML: Driver/library version mismatch',
    `NVML library version: ${driver.split('.').slice(0, 2).join('.')}`,
  ),
  'exit 18',
];

function answers(machine: Machine, uuids: readonly string[]): readonly string[] {
  const list = machine.gpus.map(
    ({ model }, index) => `GPU ${index}: ${model} (UUID: ${uuids[index] ?? ''})`,
  );
  return [
    'for word in "$@"; do case "$word" in',
    '  -L|--list-gpus)',
    ...print(...list),
    '  exit 0;;',
    '  -q|--query)',
    ...print(...details(machine, uuids)),
    '  exit 0;;',
    '  dmon)',
    ...print(...monitor(machine)),
    '  exit 0;;',
    '  --query-gpu=*) fields=${word#--query-gpu=};;',
    '  --format=*) format=${word#--format=};;',
    'esac; done',
    'if [ -n "$fields" ]; then',
    `  exec awk -F '\\t' -v fields="$fields" -v format="$format" '${pickFields}' <<'ROWS'`,
    ...queryRows(machine, uuids),
    'ROWS',
    'fi',
    ...print(...table(machine)),
  ];
}

const print = (...lines: readonly string[]): readonly string[] => [
  "cat <<'TEXT'",
  ...lines,
  'TEXT',
];

/** The first row holds the names of all fields, the second their units, the rest one GPU each. */
function queryRows(machine: Machine, uuids: readonly string[]): readonly string[] {
  const rows = machine.gpus.map((gpu, index) => [
    String(index),
    gpu.model,
    uuids[index] ?? '',
    busId(index),
    machine.driver,
    gpu.computeCapability,
    String(gpu.memoryMiB),
    String(gpu.usedMiB),
    String(gpu.memoryMiB - gpu.usedMiB),
    '0',
    '0',
    '38',
    computeMode(gpu),
    gpu.mig ? 'Enabled' : '[N/A]',
  ]);
  const fields =
    'index name uuid pci.bus_id driver_version compute_cap memory.total memory.used memory.free ' +
    'utilization.gpu utilization.memory temperature.gpu compute_mode mig.mode.current';
  const units = ['', '', '', '', '', '', ' MiB', ' MiB', ' MiB', ' %', ' %', '', '', ''];
  return [fields.split(' '), units, ...rows].map((row) => row.join('\t'));
}

const pickFields = `
    NR == 1 { for (i = 1; i <= NF; i++) place[$i] = i; count = split(fields, wanted, ","); next }
    NR == 2 { for (i = 1; i <= NF; i++) unit[i] = $i
      for (i = 1; i <= count; i++) if (!(wanted[i] in place)) { printf "Field \\"%s\\" is not a valid field to query.\\n\\n", wanted[i]; exit 2 }
      if (format !~ /noheader/) { for (i = 1; i <= count; i++) printf "%s%s", wanted[i], i < count ? ", " : "\\n" }
      next }
    { for (i = 1; i <= count; i++) { at = place[wanted[i]]
        printf "%s%s%s", $at, format ~ /nounits/ ? "" : unit[at], i < count ? ", " : "\\n" } }
  `;

const busId = (index: number): string =>
  `00000000:${(index + 1).toString(16).padStart(2, '0').toUpperCase()}:00.0`;

const field = (name: string, value: string, depth = 1): string =>
  `${' '.repeat(4 * depth)}${name.padEnd(46 - 4 * depth)}: ${value}`;

/** The parts of `-q` that are asked for most; a real one has some 200 lines a GPU. */
function details(machine: Machine, uuids: readonly string[]): readonly string[] {
  return [
    '',
    '==============NVSMI LOG==============',
    '',
    field('Driver Version', machine.driver, 0),
    field('CUDA Version', machine.driverCuda, 0),
    '',
    field('Attached GPUs', String(machine.gpus.length), 0),
    ...machine.gpus.flatMap((gpu, index) => [
      `GPU ${busId(index)}`,
      field('Product Name', gpu.model),
      field('Persistence Mode', 'Disabled'),
      '    MIG Mode',
      field('Current', gpu.mig ? 'Enabled' : 'N/A', 2),
      field('GPU UUID', uuids[index] ?? ''),
      field('Minor Number', String(index)),
      '    FB Memory Usage',
      field('Total', `${gpu.memoryMiB} MiB`, 2),
      field('Used', `${gpu.usedMiB} MiB`, 2),
      field('Free', `${gpu.memoryMiB - gpu.usedMiB} MiB`, 2),
      field('Compute Mode', computeMode(gpu)),
      field('Processes', 'None'),
      '',
    ]),
  ];
}

const monitor = ({ gpus }: Machine): readonly string[] => [
  '# gpu     pwr  gtemp  mtemp     sm    mem    enc    dec    jpg    ofa   mclk   pclk ',
  '# Idx       W      C      C      %      %      %      %      %      %    MHz    MHz ',
  ...gpus.map(
    (_, index) =>
      `${String(index).padStart(5)}      21     38      -      0      0      0      0      0      0    405    210 `,
  ),
];

const computeMode = ({ computeMode: mode }: SimulatedGpu): string =>
  ({ 0: 'Default', 2: 'Prohibited', 3: 'Exclusive_Process' })[mode];

const shortMode = (gpu: SimulatedGpu): string =>
  computeMode(gpu).replace('Exclusive_Process', 'E. Process');

/** The table of a driver of the 550 and 555 series, whose layout people know. */
function table(machine: Machine): readonly string[] {
  const { driver, driverCuda } = machine;
  const edge = `+${'-'.repeat(41)}+${'-'.repeat(24)}+${'-'.repeat(22)}+`;
  const header = ` NVIDIA-SMI ${driver.padEnd(22)} Driver Version: ${driver.padEnd(14)} CUDA Version: ${driverCuda.padEnd(8)} `;
  return [
    `+${'-'.repeat(89)}+`,
    `|${header.slice(0, 89)}|`,
    `|${'-'.repeat(41)}+${'-'.repeat(24)}+${'-'.repeat(22)}+`,
    '| GPU  Name                 Persistence-M | Bus-Id          Disp.A | Volatile Uncorr. ECC |',
    '| Fan  Temp   Perf          Pwr:Usage/Cap |           Memory-Usage | GPU-Util  Compute M. |',
    '|                                         |                        |               MIG M. |',
    `|${'='.repeat(41)}+${'='.repeat(24)}+${'='.repeat(22)}|`,
    ...machine.gpus.flatMap((gpu, index) => [
      `| ${String(index).padStart(3)}  ${gpu.model.padEnd(31).slice(0, 31)}Off |   ${busId(index)} Off |                  N/A |`,
      `|  0%   38C    P8             21W /  320W | ${`${gpu.usedMiB}MiB / ${gpu.memoryMiB}MiB`.padStart(22)} |      0% ${shortMode(gpu).padStart(12)} |`,
      `|                                         |                        |${(gpu.mig ? 'Enabled*' : 'N/A').padStart(21)} |`,
      edge,
    ]),
    '',
    `+${'-'.repeat(89)}+`,
    '| Processes:                                                                              |',
    '|  GPU   GI   CI        PID   Type   Process name                              GPU Memory |',
    '|        ID   ID                                                               Usage      |',
    `|${'='.repeat(89)}|`,
    '|  No running processes found                                                             |',
    `+${'-'.repeat(89)}+`,
  ];
}
