import type { Knowledge, Row } from './tables.ts';
import { compareVersions, majorOf, minorOf, numbersOf } from './version.ts';

/** Oldest drivers that run a CUDA version. */
export interface DriverNeeds {
  /** Came with the toolkit; runs everything, PTX included. */
  readonly native: string | null;
  /** Runs it by minor-version compatibility; null before CUDA 11, which does not have that. */
  readonly minor: string | null;
  /** The older of the two: below it nothing runs. */
  readonly least: string | null;
}

/** The oldest drivers for a CUDA version (`12.5`); undefined when the table does not list it. */
export function driverFor(
  knowledge: Knowledge,
  cuda: string,
  platform: 'linux' | 'windows' = 'linux',
): DriverNeeds | undefined {
  const row =
    knowledge.cuda.find((one) => one.cuda === minorOf(cuda) && one.update === 0) ??
    knowledge.cuda.find((one) => one.cuda === minorOf(cuda));
  if (row === undefined) return undefined;
  const native = platform === 'linux' ? row.linuxDriver : row.windowsDriver;
  const minor = platform === 'linux' ? row.linuxDriverMinor : row.windowsDriverMinor;
  const older = [native, minor].filter((one) => one !== null).toSorted(compareVersions)[0];
  return { native, minor, least: older ?? null };
}

/**
 * Whether a driver that supports CUDA up to `supported` runs libraries of `wanted`.
 * `minor`: runs by minor-version compatibility (same major, from CUDA 11 on), code compiled from PTX excepted.
 * Source: NVIDIA CUDA Compatibility; CUDA release notes, table 2.
 */
export function driverRuns(supported: string, wanted: string): 'yes' | 'minor' | 'no' {
  if (compareVersions(supported, minorOf(wanted) ?? wanted) >= 0) return 'yes';
  const major = majorOf(wanted) ?? 0;
  return major >= 11 && majorOf(supported) === major ? 'minor' : 'no';
}

/** The highest CUDA that a driver supports, by its branch: `550.54.14` → `12.4`. Undefined when newer than the table. */
export function cudaOfDriver(knowledge: Knowledge, driver: string): string | undefined {
  const branch = numbersOf(driver)[0] ?? 0;
  const highest = Math.max(...knowledge.drivers.map((row) => row.branch));
  if (branch > highest) return undefined;
  return knowledge.drivers
    .filter((row) => row.branch <= branch)
    .toSorted((a, b) => b.branch - a.branch)[0]?.cuda;
}

/** The last driver branch for an architecture (`Pascal` → 580); undefined while it is still supported. */
export const lastBranchFor = (
  knowledge: Knowledge,
  architecture: string,
): Row<'drivers'> | undefined =>
  knowledge.drivers.find((row) => row.lastFor.includes(architecture));
