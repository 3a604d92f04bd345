import { valueOf } from '../facts/fact.ts';
import type { Facts } from '../facts/facts.ts';
import { minorPython } from '../facts/platform.ts';
import type { Knowledge, Row } from '../knowledge/tables.ts';
import { stableReleases, type WheelPlatform } from '../knowledge/tensorflow.ts';
import { compareVersions } from '../knowledge/version.ts';
import { pythonsWithCuda, unsearchedFolders } from '../knowledge/wheel-faults.ts';

/** The wheels of which platform this machine takes. */
export function wheelPlatform(facts: Facts): WheelPlatform {
  const os = valueOf(facts.platform.os);
  if (os === 'windows') return 'windows';
  if (os === 'mac') return valueOf(facts.platform.machine) === 'arm64' ? 'mac' : 'macIntel';
  return valueOf(facts.platform.machine) === 'arm64' ? 'linuxArm' : 'linux';
}

/** The lowest compute capability among the GPUs that this process may see; undefined when none is known. */
export function lowestCapability(facts: Facts): string | undefined {
  const seen = valueOf(facts.gpus.visible) ?? valueOf(facts.gpus.present) ?? [];
  return seen
    .flatMap(({ capability }) => capability ?? [])
    .toSorted(compareVersions)
    .at(0);
}

/**
 * Stable releases that can be recommended for this machine, newest first: with a wheel for its platform, with code for
 * the GPUs that are seen (or for `capability`), without a fault that we know.
 */
export function goodReleases(
  facts: Facts,
  knowledge: Knowledge,
  capability = lowestCapability(facts),
): readonly Row<'tensorflow'>[] {
  const platform = wheelPlatform(facts);
  return stableReleases(knowledge).filter(
    (row) =>
      pythonsOf(row, facts).length > 0 &&
      !(platform === 'linux' && unsearchedFolders(row).length > 0) &&
      (platform !== 'linux' ||
        capability === undefined ||
        row.lowestCapability === null ||
        compareVersions(row.lowestCapability, capability) <= 0),
  );
}

/** The Pythons that have a wheel of a release here, and all that the wheel's CUDA libraries need. */
export function pythonsOf(row: Row<'tensorflow'>, facts: Facts): readonly string[] {
  const platform = wheelPlatform(facts);
  const all = row.python[platform];
  if (platform === 'linux') return pythonsWithCuda(row, all);
  return all;
}

/** The newest release that can be recommended for this Python; undefined when there is none. */
export function newestHere(facts: Facts, knowledge: Knowledge): Row<'tensorflow'> | undefined {
  const python = valueOf(facts.python.version);
  if (python === undefined) return undefined;
  const minor = minorPython(python);
  return goodReleases(facts, knowledge).find((row) => pythonsOf(row, facts).includes(minor));
}
