import { valueOf } from '../facts/fact.ts';
import type { Facts } from '../facts/facts.ts';
import { minorPython } from '../facts/platform.ts';
import type { Knowledge, Row } from '../knowledge/tables.ts';
import { stableReleases, type WheelPlatform } from '../knowledge/tensorflow.ts';
import { compareVersions } from '../knowledge/version.ts';

/** The wheels of which platform this machine takes. */
export function wheelPlatform(facts: Facts): WheelPlatform {
  const os = valueOf(facts.platform.os);
  if (os === 'windows') return 'windows';
  if (os === 'mac') return valueOf(facts.platform.machine) === 'arm64' ? 'mac' : 'macIntel';
  return valueOf(facts.platform.machine) === 'arm64' ? 'linuxArm' : 'linux';
}

/**
 * Releases that are never recommended on Linux: their framework library does not search all CUDA packages, so that
 * `[and-cuda]` alone lists no GPU. Source: DT_RUNPATH of the wheels; tensorflow#63362. Not seen on a real GPU for 2.21
 * (`assumed`: measured with LD_DEBUG and a stub driver).
 */
const withPathBug: readonly string[] = ['2.16', '2.21'];

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
      !(platform === 'linux' && withPathBug.includes(row.tensorflow)) &&
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
  // The extra of 2.14 asks for tensorrt 8.5.3.1, which has no wheel for 3.11. Source: its files on PyPI.
  if (platform === 'linux' && row.tensorflow === '2.14') return all.filter((one) => one !== '3.11');
  return all;
}

/** The newest release that can be recommended for this Python; undefined when there is none. */
export function newestHere(facts: Facts, knowledge: Knowledge): Row<'tensorflow'> | undefined {
  const python = valueOf(facts.python.version);
  if (python === undefined) return undefined;
  const minor = minorPython(python);
  return goodReleases(facts, knowledge).find((row) => pythonsOf(row, facts).includes(minor));
}
