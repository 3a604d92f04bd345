import { driverRuns } from '../../knowledge/driver.ts';
import { archFor, kernelFit } from '../../knowledge/gpus.ts';
import { cudaOfDriver } from '../../knowledge/index.ts';
import { releaseOf, stableReleases } from '../../knowledge/tensorflow.ts';
import type { KnownOfText, Found, ReaderKind } from '../reader.ts';
import { emptyTable, readSmiLine, type TableGpu, type SmiTable } from './smi-table.ts';

/** The table of `nvidia-smi`, `nvidia-smi -L` and `nvidia-smi -q`: driver, GPUs, memory and who holds it. */
export const smiTables: ReaderKind = {
  words: [
    'nvidia-smi',
    'driver version',
    'kmd version',
    'cuda version',
    'mib /',
    'mib |',
    'fb memory usage',
    '0000:',
    '(uuid: ',
    'product name',
    'err!',
    'no devices were found',
    'gpu requires reset',
    'unknown error',
    'mig mode',
    'mig devices',
    'e. process',
    'exclusive_process',
    'prohibited',
    'license status',
    'wddm',
    'no running processes',
  ],
  create() {
    const table = emptyTable();
    let follow = 0;
    return {
      line: (line, number) => {
        if (readSmiLine(table, line, number)) follow = linesOfOne;
        else follow -= 1;
        return follow > 0;
      },
      causes: (about) => (isTable(table) ? causesOf(table, about) : []),
    };
  },
};

/** So many lines may belong to the line that names a GPU, or the heading of its memory. */
const linesOfOne = 5;

const isTable = ({ smi, driver, cuda, gpus, noDevices }: SmiTable): boolean =>
  noDevices.length > 0 || (gpus.length > 0 && (smi ?? driver ?? cuda ?? gpus[0]) !== undefined);

function causesOf(table: SmiTable, about: KnownOfText): Found[] {
  const found = [
    ...noDevices(table),
    ...errors(table),
    ...tooOldDriver(table, about),
    ...capability(table, about),
    ...mig(table),
    ...modes(table),
    ...heldMemory(table),
    ...differentVersions(table),
  ];
  return found.every(({ weight }) => weight < 0.5)
    ? [...found, healthy(table, about), ...onWindows(table, about)]
    : found;
}

const noDevices = ({ noDevices: lines }: SmiTable): Found[] =>
  lines.length === 0
    ? []
    : [
        {
          id: 'gpu-not-initialised',
          weight: 0.7,
          lines,
          summary:
            'The NVIDIA driver is loaded and has no GPU that works: it could not start the one in this computer, or is not allowed to see it.',
        },
      ];

const errors = ({ errors: lines }: SmiTable): Found[] =>
  lines.length === 0
    ? []
    : [
        {
          id: 'gpu-hardware-fault',
          weight: 0.85,
          lines,
          summary:
            'The driver cannot read values of a GPU (`ERR!`): it hangs, is too hot, has too little power or has fallen off the bus.',
        },
      ];

function wantedRelease({ context, knowledge }: KnownOfText) {
  const named = context.tensorflow === null ? undefined : releaseOf(knowledge, context.tensorflow);
  return { release: named ?? stableReleases(knowledge)[0], isNamed: named !== undefined };
}

function tooOldDriver({ driver, cuda }: SmiTable, about: KnownOfText): Found[] {
  const supported =
    cuda?.text ?? (driver === undefined ? undefined : cudaOfDriver(about.knowledge, driver.text));
  const { release, isNamed } = wantedRelease(about);
  const wanted = release?.cuda;
  if (supported === undefined || wanted === undefined || wanted === null) return [];
  if (driverRuns(supported, wanted) !== 'no') return [];
  const last = stableReleases(about.knowledge).find(
    (one) => one.cuda !== null && driverRuns(supported, one.cuda) !== 'no',
  );
  const instead =
    last === undefined ? '' : ` The newest that works with it is TensorFlow ${last.tensorflow}.`;
  return [
    {
      id: 'driver-too-old',
      weight: isNamed ? 0.9 : 0.6,
      lines: [...new Set([driver?.line, cuda?.line])].filter((line) => line !== undefined),
      summary: `${driver === undefined ? 'The driver' : `The driver ${driver.text}`} supports CUDA ${supported} at most, and TensorFlow ${release?.tensorflow} wants CUDA ${wanted}.${instead}`,
    },
  ];
}

function capability({ gpus }: SmiTable, about: KnownOfText): Found[] {
  const { release, isNamed } = wantedRelease(about);
  if (release?.kernels === null || release?.kernels === undefined) return [];
  for (const { name, line } of gpus) {
    const row = archFor(about.knowledge, name);
    const fit = row === undefined ? 'unknown' : kernelFit(release.kernels, row.capability);
    if (row === undefined || fit === 'native' || fit === 'unknown') continue;
    const isOld = fit === 'too-old';
    return [
      {
        id: isOld ? 'compute-capability-too-low' : 'compute-capability-too-new',
        weight: isNamed ? 0.85 : isOld ? 0.58 : 0.52,
        lines: [line],
        summary: isOld
          ? `The ${name} has compute capability ${row.capability}; TensorFlow ${release.tensorflow} has no code for a GPU that old.`
          : `The ${name} has compute capability ${row.capability}, newer than the code in TensorFlow ${release.tensorflow}: it must first be compiled, which takes long, or cannot run at all.`,
      },
    ];
  }
  return [];
}

function mig({ mig: enabled, noMigDevices, migDevices }: SmiTable): Found[] {
  if (noMigDevices.length === 0 && (enabled.length === 0 || migDevices.length > 0)) return [];
  return [
    {
      id: 'mig-partition',
      weight: noMigDevices.length > 0 ? 0.88 : 0.6,
      lines: [...enabled, ...noMigDevices],
      summary: 'MIG is switched on and no part of the GPU is set up, so no program can use it.',
    },
  ];
}

function modes({ exclusive, prohibited, processes }: SmiTable): Found[] {
  if (prohibited.length > 0) {
    const summary = 'The compute mode `Prohibited` keeps every program off the GPU.';
    return [{ id: 'gpu-busy-exclusive-mode', weight: 0.9, lines: prohibited, summary }];
  }
  if (exclusive.length === 0 || processes.length === 0) return [];
  const lines = [...exclusive, ...processes.map(({ line }) => line)];
  return [{ id: 'gpu-busy-exclusive-mode', weight: 0.8, lines }];
}

/** From this share on too little is left for TensorFlow. */
const full = 0.85;

function heldMemory({ gpus, processes }: SmiTable): Found[] {
  const held = gpus.find((gpu) => usedShare(gpu) >= full);
  if (held === undefined) return [];
  const holders = processes
    .filter(({ usedMiB }) => usedMiB === null || usedMiB >= 100)
    .toSorted((a, b) => (b.usedMiB ?? 0) - (a.usedMiB ?? 0))
    .slice(0, 3);
  const who = holders.map(
    ({ name, pid, usedMiB }) =>
      `${name} (process ${pid}${usedMiB === null ? '' : `, ${usedMiB} MiB`})`,
  );
  const holding =
    who.length === 0
      ? 'The table names no process that holds it: it may run in a container, or belong to somebody else.'
      : `It is held by ${who.join(', ')}.`;
  return [
    {
      id: 'gpu-memory-held',
      weight: held.busyPercent === 0 ? 0.8 : 0.7,
      lines: [held.memoryLine ?? held.line, ...holders.map(({ line }) => line)],
      summary: `${held.usedMiB} of ${held.totalMiB} MiB of the ${held.name} are taken. ${holding}`,
    },
  ];
}

const usedShare = ({ usedMiB, totalMiB }: TableGpu): number =>
  usedMiB === undefined || totalMiB === undefined || totalMiB === 0 ? 0 : usedMiB / totalMiB;

/**
 * In WSL nvidia-smi and the driver have versions of their own; the driver's is that of Windows, of two numbers. On
 * Linux itself a driver in two versions has no table, mostly, so this is no sure sign.
 */
function differentVersions({ smi, driver }: SmiTable): Found[] {
  if (smi === undefined || driver === undefined || smi.text === driver.text) return [];
  if (/^\d+\.\d\d$/.test(driver.text)) return [];
  return [{ id: 'driver-library-mismatch', weight: 0.6, lines: [smi.line] }];
}

function healthy(table: SmiTable, about: KnownOfText): Found {
  const { driver, cuda, gpus } = table;
  const { release } = wantedRelease(about);
  const names = [...new Set(gpus.map(({ name }) => name))].slice(0, 3).join(', ');
  const supports =
    cuda === undefined || release?.cuda === undefined || release.cuda === null
      ? ''
      : ` It supports CUDA ${cuda.text}, which is enough for TensorFlow ${release.tensorflow} (CUDA ${release.cuda}); no toolkit needs to be installed for that number.`;
  return {
    id: 'nothing-wrong-below-tensorflow',
    weight: 0.8,
    lines: [...new Set([driver?.line ?? gpus[0]?.line, gpus[0]?.line])].filter(
      (line) => line !== undefined,
    ),
    summary: `Nothing is wrong below TensorFlow: the driver${driver === undefined ? '' : ` ${driver.text}`} runs and sees ${gpus.length === 1 ? 'the' : gpus.length} ${names}.${supports}`,
    onlyAlone: true,
  };
}

/** On Windows itself a healthy table does not help TensorFlow 2.11 and newer. */
function onWindows({ isWindows }: SmiTable, { context, knowledge }: KnownOfText): Found[] {
  if (!isWindows) return [];
  const named = context.tensorflow === null ? undefined : releaseOf(knowledge, context.tensorflow);
  if (named?.windowsGpu === true) return [];
  return [{ id: 'windows-native-no-gpu', weight: named === undefined ? 0.45 : 0.85, lines: [] }];
}
