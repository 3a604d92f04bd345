import { UsageError } from '../errors.ts';
import { archFor } from '../knowledge/gpus.ts';
import type { Knowledge } from '../knowledge/tables.ts';
import { stableReleases } from '../knowledge/tensorflow.ts';
import { compareVersions, minorOf, numbersOf } from '../knowledge/version.ts';
import {
  managers,
  systems,
  type PackageManager,
  type System,
  type Wish,
  type WishedGpu,
} from './wish.ts';

/** What was typed, each as text; undefined where it was not. */
export interface WishWords {
  readonly gpu?: string | undefined;
  readonly driver?: string | undefined;
  readonly python?: string | undefined;
  readonly os?: string | undefined;
  readonly tensorflow?: string | undefined;
  readonly manager?: string | undefined;
}

/** ` Did you mean …?` with the name that was probably meant; an empty text when none is near. */
export type Hint = (word: string, candidates: readonly string[]) => string;

/**
 * Lays what was typed over a machine. A GPU, driver or system that is typed takes the place of what was found.
 * @throws UsageError for a GPU, system or manager that nobody knows, with the nearest one; for a driver, Python or
 * TensorFlow that is no version of one
 */
export function readWish(knowledge: Knowledge, words: WishWords, machine: Wish, hint: Hint): Wish {
  const gpu = words.gpu === undefined ? machine.gpu : readGpu(knowledge, words.gpu, hint);
  const system = words.os === undefined ? machine.system : oneOf('--os', words.os, systems, hint);
  const manager =
    words.manager === undefined
      ? machine.manager
      : oneOf('--manager', words.manager, managers, hint);
  return {
    ...machine,
    system,
    gpu: gpu.kind === 'any' && system === 'macos' ? { kind: 'apple', name: null } : gpu,
    machine: machineOf(gpu, system, machine.machine),
    driver: words.driver === undefined ? machine.driver : readDriver(words.driver),
    python: words.python === undefined ? machine.python : readPython(words.python),
    pythonAsked: words.python !== undefined,
    tensorflow: words.tensorflow === undefined ? null : readTensorFlow(knowledge, words.tensorflow),
    manager,
    managerAsked: words.manager !== undefined,
  };
}

/** A machine of which nothing is known but that it is an ordinary computer. */
export const describedMachine: Wish = {
  system: 'linux',
  machine: 'x86_64',
  gpu: { kind: 'any', name: null },
  driver: null,
  python: null,
  pythonAsked: false,
  tensorflow: null,
  manager: 'pip',
  managerAsked: false,
};

/** A GPU by its name, as `nvidia-smi` prints it or shorter; `none` for a computer without one. */
function readGpu(knowledge: Knowledge, name: string, hint: Hint): WishedGpu {
  const wanted = name.trim();
  if (/^(none|no|cpu)$/iu.test(wanted)) return { kind: 'none', name: null };
  if (/^apple\b|^m[1-9]\b/iu.test(wanted)) return { kind: 'apple', name: wanted };
  if (/^(amd|radeon|intel|arc)\b/iu.test(wanted)) return { kind: 'other', name: wanted };
  const row = archFor(knowledge, wanted);
  if (row !== undefined) {
    const jetson = /jetson/iu.test(row.name);
    return {
      kind: 'nvidia',
      name: row.name,
      capability: row.capability,
      lastDriver: jetson ? null : row.lastDriverBranch,
    };
  }
  const short = knowledge.gpus
    .map((one) => one.name.replace(/^(?:GeForce|Tesla|Quadro) /u, ''))
    .toSorted((one, other) => lengthFrom(wanted, one) - lengthFrom(wanted, other));
  const meant = hint(wanted.replace(/^(?:NVIDIA|GeForce|Tesla|Quadro)\s+/iu, ''), short);
  const how = ' Write it as `nvidia-smi` prints it, such as `RTX 4090`, or `none`.';
  throw new UsageError(`We know no GPU \`${wanted}\`.${meant === '' ? how : meant}`);
}

/** Of two names that are equally near, the one of the same length was meant: digits are swapped more often than left out. */
const lengthFrom = (wanted: string, name: string): number => Math.abs(wanted.length - name.length);

/** ARM where the GPU is soldered to an ARM processor, and on Macs of today. */
function machineOf(gpu: WishedGpu, system: System, found: Wish['machine']): Wish['machine'] {
  if (gpu.kind === 'apple') return 'arm64';
  if (/jetson|^GH200|^GB\d/iu.test(gpu.name ?? '')) return 'arm64';
  return system === 'macos' ? 'arm64' : found;
}

function readDriver(text: string): string {
  const wanted = text.trim();
  const branch = numbersOf(wanted)[0] ?? 0;
  if (/^\d{3}(\.\d{1,3}){0,2}$/u.test(wanted) && branch >= 300) return wanted;
  throw new UsageError(
    `\`${wanted}\` is no version of the NVIDIA driver. It is written like \`535.183\`, as the first line of \`nvidia-smi\` shows it.`,
  );
}

function readPython(text: string): string {
  const wanted = text.trim();
  const minor = minorOf(wanted);
  if (/^[23]\.\d{1,2}(\.\d{1,2})?$/u.test(wanted) && minor !== null) return minor;
  throw new UsageError(`\`${wanted}\` is no version of Python. It is written like \`3.12\`.`);
}

function readTensorFlow(knowledge: Knowledge, text: string): string {
  const wanted = text.trim();
  if (!/^\d\.\d{1,2}(\.\d{1,2})?$/u.test(wanted)) {
    throw new UsageError(
      `\`${wanted}\` is no stable version of TensorFlow. It is written like \`2.15\` or \`2.15.1\`.`,
    );
  }
  const row = stableReleases(knowledge).find((one) => one.tensorflow === minorOf(wanted));
  const newest = stableReleases(knowledge)[0]?.newest ?? '';
  if (row === undefined)
    throw new UsageError(`We know no stable TensorFlow ${wanted}. The newest is ${newest}.`);
  if (compareVersions(wanted, row.newest) > 0)
    throw new UsageError(
      `We know no TensorFlow ${wanted}. The newest of ${row.tensorflow} is ${row.newest}.`,
    );
  return wanted;
}

function oneOf<const T extends System | PackageManager>(
  option: string,
  word: string,
  known: readonly T[],
  hint: Hint,
): T {
  const found = known.find((one) => one === word.trim().toLowerCase());
  if (found !== undefined) return found;
  throw new UsageError(
    `\`${option}\` knows ${known.join(', ')}, not \`${word}\`.${hint(word, known)}`,
  );
}
