/** What an `nvidia-smi` table or `nvidia-smi -q` shows, with the lines that show it. */
export interface SmiTable {
  smi?: Seen;
  driver?: Seen;
  /** The highest CUDA that the driver supports. */
  cuda?: Seen;
  readonly gpus: TableGpu[];
  readonly processes: SmiProcess[];
  /** Lines with a value that could not be read. */
  readonly errors: number[];
  readonly noDevices: number[];
  /** `Enabled` in the column of MIG. */
  readonly mig: number[];
  readonly noMigDevices: number[];
  readonly migDevices: number[];
  /** The compute modes that keep a second process, or each process, off a GPU. */
  readonly exclusive: number[];
  readonly prohibited: number[];
  readonly unlicensed: number[];
  /** The driver model of Windows is shown. */
  isWindows: boolean;
}

export interface Seen {
  readonly text: string;
  readonly line: number;
}

export interface TableGpu {
  readonly name: string;
  readonly line: number;
  usedMiB?: number;
  totalMiB?: number;
  memoryLine?: number;
  busyPercent?: number;
}

export interface SmiProcess {
  readonly pid: string;
  readonly name: string;
  /** Null where Windows does not tell it. */
  readonly usedMiB: number | null;
  readonly line: number;
}

export const emptyTable = (): SmiTable => ({
  gpus: [],
  processes: [],
  errors: [],
  noDevices: [],
  mig: [],
  noMigDevices: [],
  migDevices: [],
  exclusive: [],
  prohibited: [],
  unlicensed: [],
  isWindows: false,
});

/** So many of a kind are kept. */
const most = 100;

const gpuRow =
  /^\W{0,4}\|?\s*\d+\s+(\S.*?)\s+(?:On|Off|N\/A|WDDM|TCC|MCDM|ERR!)?\s*\|\s*(?:[0-9A-Fa-f]{4,8}:[0-9A-Fa-f]{2}:[0-9A-Fa-f]{2}\.\d|N\/A)/;
const listed = /^\s*GPU \d+: (\S.*?) \(UUID: /;
const process =
  /^\W{0,4}\|?\s*\d+\s+(?:\S+\s+\S+\s+)?(\d+)\s+(?:C\+G|C|G|M\+C)\s+(\S.*?)\s+(?:(\d+)MiB|N\/A)\s*\|/;

/** Puts what a line says into the table. Returns whether it begins something of which the next lines are a part. */
export function readSmiLine(table: SmiTable, line: string, number: number): boolean {
  readHeader(table, line, number);
  const name =
    gpuRow.exec(line)?.[1] ??
    listed.exec(line)?.[1] ??
    /Product Name\s+: (\S.*?)\s*$/.exec(line)?.[1];
  if (name !== undefined && table.gpus.length < most) table.gpus.push({ name, line: number });
  readMemory(table, line, number);
  const [, pid, program, used] = process.exec(line) ?? [];
  if (pid !== undefined && program !== undefined && table.processes.length < most) {
    table.processes.push({
      pid,
      name: program,
      usedMiB: used === undefined ? null : Number(used),
      line: number,
    });
  }
  for (const [lines, pattern] of marks(table)) {
    if (pattern.test(line) && lines.length < most) lines.push(number);
  }
  if (/\|\s*N\/A\s+|\b(?:WDDM|TCC|MCDM)\b/.test(line))
    table.isWindows ||= /\b(?:WDDM|TCC|MCDM)\b/.test(line);
  return name !== undefined || /FB Memory Usage|MIG Mode\s*$/.test(line);
}

function marks(table: SmiTable): readonly (readonly [number[], RegExp])[] {
  return [
    [table.errors, /\bERR!|\[?GPU requires reset|\[Unknown Error\]|Unknown Error\s*\|/],
    [table.noDevices, /No devices were found/],
    [table.mig, /\|\s+Enabled\s*\|\s*$|MIG Mode[^\n]{0,12}Enabled|^\s+Current\s+: Enabled/],
    [table.noMigDevices, /No MIG devices found/],
    [table.migDevices, /^\|\s+\d+\s+\d+\s+\d+\s+\d+\s+\||MIG \d+g\.\d+gb/],
    [table.exclusive, /\bE\. Process\b|\bExclusive_Process\b/],
    [table.prohibited, /\bProhibited\b/],
    [table.unlicensed, /License Status\s+: Unlicensed/],
  ];
}

function readHeader(table: SmiTable, line: string, number: number): void {
  const seen = (pattern: RegExp): Seen | undefined => {
    const text = pattern.exec(line)?.[1];
    return text === undefined ? undefined : { text, line: number };
  };
  const smi = seen(/NVIDIA-SMI\s+(\d+\.[\d.]*\d)/);
  const driver = seen(/(?:Driver|KMD) Version\s*:\s*(\d+\.[\d.]*\d)/);
  const cuda = seen(/CUDA (?:UMD )?Version\s*:\s*(\d+\.\d+)/);
  if (smi) table.smi ??= smi;
  if (driver) table.driver ??= driver;
  if (cuda) table.cuda ??= cuda;
}

/** The second line of a GPU, or the lines of `nvidia-smi -q`. */
function readMemory(table: SmiTable, line: string, number: number): void {
  const gpu = table.gpus.at(-1);
  if (gpu === undefined) return;
  const [, used, total, busy] = /(\d+)MiB\s*\/\s*(\d+)MiB\s*(?:\|\s*(\d+)%)?/.exec(line) ?? [];
  if (used !== undefined && total !== undefined && gpu.totalMiB === undefined) {
    gpu.usedMiB = Number(used);
    gpu.totalMiB = Number(total);
    gpu.memoryLine = number;
    if (busy !== undefined) gpu.busyPercent = Number(busy);
  }
  const [, key, mib] = /^\s+(Total|Used)\s+: (\d+) MiB/.exec(line) ?? [];
  if (key === 'Total' && gpu.totalMiB === undefined) gpu.totalMiB = Number(mib);
  if (key === 'Used' && gpu.usedMiB === undefined) {
    gpu.usedMiB = Number(mib);
    gpu.memoryLine = number;
  }
}
