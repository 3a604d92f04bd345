import { driverFor, cudaOfDriver } from '../knowledge/driver.ts';
import { kernelFit } from '../knowledge/gpus.ts';
import type { Knowledge, Row } from '../knowledge/tables.ts';
import type { WheelPlatform } from '../knowledge/tensorflow.ts';
import { compareVersions, majorOf, olderThan } from '../knowledge/version.ts';
import { pythonsWithCuda } from '../knowledge/wheel-faults.ts';
import { pathTroubleOf } from './troubles.ts';
import type { Wish } from './wish.ts';

/** Whether a release fits a wish, and with which Python. */
export type ReleaseFit =
  | {
      readonly fits: true;
      readonly python: string;
      /** It works, but only after a step that others do not need: it is never chosen where another one fits. */
      readonly second: boolean;
      readonly because: readonly string[];
    }
  | {
      readonly fits: false;
      readonly because: string;
      /** What would have to change for it to fit. */
      readonly lacks: 'gpu' | 'driver' | 'python' | 'manager' | 'wheel';
    };

const no = (lacks: Extract<ReleaseFit, { fits: false }>['lacks'], because: string): ReleaseFit => ({
  fits: false,
  lacks,
  because,
});

/** The wheels of which platform the wish takes. */
function platformOf({ system, machine }: Wish): WheelPlatform {
  if (system === 'windows') return 'windows';
  if (system === 'macos') return machine === 'arm64' ? 'mac' : 'macIntel';
  return machine === 'arm64' ? 'linuxArm' : 'linux';
}

/** One release of TensorFlow from PyPI, held against the GPU, the driver, the Python and the package manager. */
export function judgeRelease(knowledge: Knowledge, wish: Wish, row: Row<'tensorflow'>): ReleaseFit {
  const platform = platformOf(wish);
  const wheels = pythonsHere(wish, row, row.python[platform]);
  if (wheels.length === 0)
    return no('wheel', `PyPI has no package of it for ${platformNames[platform]}.`);
  const gpu =
    wish.gpu.kind === 'nvidia' || wish.gpu.kind === 'any'
      ? gpuFault(knowledge, wish, row)
      : undefined;
  if (gpu !== undefined) return gpu;
  if (wish.python !== null && wish.pythonAsked && !wheels.includes(wish.python)) {
    return no('python', `It has no package for Python ${wish.python}, only for ${range(wheels)}.`);
  }
  const python = choosePython(wheels, wish.python);
  const path = pathTroubleOf(row);
  return {
    fits: true,
    python,
    second: path !== undefined && wish.gpu.kind !== 'none' && platform === 'linux',
    because: reasons(knowledge, wish, row),
  };
}

/** With a GPU on Linux, the CUDA packages have to be there for a Python as well. */
const pythonsHere = (
  wish: Wish,
  row: Row<'tensorflow'>,
  all: readonly string[],
): readonly string[] =>
  platformOf(wish) === 'linux' && wish.gpu.kind !== 'none' ? pythonsWithCuda(row, all) : all;

const platformNames: Readonly<Record<WheelPlatform, string>> = {
  linux: 'Linux on x86-64',
  linuxArm: 'Linux on ARM',
  windows: 'Windows',
  mac: 'Macs with Apple silicon',
  macIntel: 'Macs with an Intel processor',
};

function gpuFault(
  knowledge: Knowledge,
  wish: Wish,
  row: Row<'tensorflow'>,
): ReleaseFit | undefined {
  const windows = wish.system === 'windows';
  if (windows && !row.windowsGpu)
    return no('wheel', 'On Windows itself, 2.10 was the last TensorFlow that uses a GPU.');
  if (wish.system === 'macos')
    return no(
      'gpu',
      'There is no CUDA for macOS any more, so no TensorFlow uses an NVIDIA GPU there.',
    );
  if (!windows && platformOf(wish) !== 'linux')
    return no(
      'wheel',
      `PyPI's package for ${platformNames[platformOf(wish)]} works on the processor only.`,
    );
  return (
    cardFault(knowledge, wish, row) ?? driverFault(knowledge, wish, row) ?? managerFault(wish, row)
  );
}

function cardFault(
  knowledge: Knowledge,
  { gpu }: Wish,
  row: Row<'tensorflow'>,
): ReleaseFit | undefined {
  if (gpu.kind !== 'nvidia') return undefined;
  const { name, capability } = gpu;
  const named = `${name} (compute capability ${capability})`;
  if (row.lowestCapability !== null && olderThan(capability, row.lowestCapability)) {
    return no(
      'gpu',
      `It has code for GPUs from compute capability ${row.lowestCapability} on; ${named} is older.`,
    );
  }
  const libraries = knowledge.cuda.find((one) => one.cuda === row.cuda)?.highestCapability;
  if (libraries !== undefined && (majorOf(capability) ?? 0) > (majorOf(libraries) ?? 0)) {
    return no('gpu', `Its CUDA libraries are older than ${named} and have no code for it.`);
  }
  return undefined;
}

function driverFault(
  knowledge: Knowledge,
  { driver, gpu, system }: Wish,
  row: Row<'tensorflow'>,
): ReleaseFit | undefined {
  if (driver === null || row.cuda === null) return undefined;
  const branch = majorOf(driver) ?? 0;
  if (gpu.kind === 'nvidia' && gpu.lastDriver !== null && branch > gpu.lastDriver) {
    return no(
      'driver',
      `Driver ${driver} no longer runs ${gpu.name}: the last branch for it is ${gpu.lastDriver}.`,
    );
  }
  const least = driverFor(knowledge, row.cuda, system === 'linux' ? 'linux' : 'windows')?.least;
  if (least === null || least === undefined || !olderThan(driver, wholeBranch(driver, least)))
    return undefined;
  return no('driver', `Its CUDA ${row.cuda} needs driver ${least} or newer; ${driver} is older.`);
}

/** A bare branch (`525`) is taken for its newest driver, and so is not older than any other one of it. */
const wholeBranch = (driver: string, least: string): string =>
  driver.includes('.') ? least : String(majorOf(least) ?? 0);

function managerFault(
  { manager, managerAsked, system }: Wish,
  row: Row<'tensorflow'>,
): ReleaseFit | undefined {
  if (row.andCuda) return undefined;
  const hand = `It does not bring its own CUDA libraries (that began with 2.14) and wants CUDA ${row.cuda ?? ''} with cuDNN ${row.cudnn ?? ''}`;
  if (!condaHas.has(row.cuda ?? '')) {
    return no('manager', `${hand}, for which we know no command that we would vouch for.`);
  }
  if (managerAsked && manager !== 'conda')
    return no(
      'manager',
      `${hand}, which ${manager} does not install. Conda does: \`--manager conda\`.`,
    );
  return system === 'windows' && row.cuda !== '11.2' ? no('manager', `${hand}.`) : undefined;
}

/** CUDA versions that TensorFlow's own instructions took from conda-forge. */
const condaHas: ReadonlySet<string> = new Set(['11.2', '11.8']);

/** What is there if it fits; 3.12 where it may be chosen freely, as the most systems have it. */
function choosePython(wheels: readonly string[], there: string | null): string {
  if (there !== null && wheels.includes(there)) return there;
  if (wheels.includes('3.12')) return '3.12';
  return wheels.at(-1) ?? '';
}

function reasons(
  knowledge: Knowledge,
  { gpu, driver, system }: Wish,
  row: Row<'tensorflow'>,
): string[] {
  if (gpu.kind === 'none') return [];
  const said: string[] = [];
  if (gpu.kind === 'nvidia' && row.kernels !== null) said.push(codeReason(row.kernels, gpu));
  const least =
    row.cuda === null
      ? undefined
      : driverFor(knowledge, row.cuda, system === 'linux' ? 'linux' : 'windows')?.least;
  if (least !== null && least !== undefined) {
    said.push(
      driver === null
        ? `Its CUDA ${row.cuda ?? ''} runs on every driver from ${least} on.`
        : `Its CUDA ${row.cuda ?? ''} needs driver ${least} or newer; ${driver} is there${newerThanTable(knowledge, driver)}.`,
    );
  }
  return said;
}

const newerThanTable = (knowledge: Knowledge, driver: string): string =>
  cudaOfDriver(knowledge, driver) === undefined
    ? ', newer than our table, and newer ones run older CUDA'
    : '';

/** `compute_80` in a wheel's list stands for machine code of 8.0 as well as for PTX. */
function codeReason(
  kernels: readonly string[],
  { name, capability }: { name: string; capability: string },
): string {
  const codes = kernels.flatMap((one) => [one, one.replace('compute_', 'sm_')]);
  return kernelFit(codes, capability) === 'native'
    ? `Its package has ready code for ${name} (compute capability ${capability}).`
    : `Its package has no ready code for ${name} (compute capability ${capability}): the driver translates it at the first start, which can take many minutes once.`;
}

/** `3.9, 3.10, 3.11` as `3.9 to 3.11`. */
export function range(versions: readonly string[]): string {
  const sorted = versions.toSorted(compareVersions);
  const [first = 'none', ...rest] = sorted;
  return rest.length === 0 ? first : `${first} to ${rest.at(-1) ?? ''}`;
}
