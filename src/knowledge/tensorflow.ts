import type { Knowledge, Row } from './tables.ts';
import { compareVersions, minorOf, olderThan } from './version.ts';

/** Where a wheel is wanted for. */
export type WheelPlatform = keyof Row<'tensorflow'>['python'];

/** What is known of the release of a TensorFlow version, nightly builds included; undefined for one newer than the tables. */
export function releaseOf(knowledge: Knowledge, version: string): Row<'tensorflow'> | undefined {
  const minor = minorOf(version);
  const exact = knowledge.tensorflow.find((row) => row.tensorflow === minor);
  if (exact !== undefined || !/dev/.test(version)) return exact;
  const nightly = knowledge.tensorflow.find((row) => row.tensorflow === 'nightly');
  return nightly === undefined || olderThan(nightly.newest, minor ?? '0') ? undefined : nightly;
}

/** The CUDA version that a TensorFlow release was tested with: `12.5`. */
export const cudaFor = (knowledge: Knowledge, version: string): string | undefined =>
  releaseOf(knowledge, version)?.cuda ?? undefined;

/** The cuDNN version that a TensorFlow release was tested with: `9.3`. */
export const cudnnFor = (knowledge: Knowledge, version: string): string | undefined =>
  releaseOf(knowledge, version)?.cudnn ?? undefined;

/** The Pythons that have a wheel of this release: `['3.10', '3.11', …]`; undefined when the tables do not know. */
export const pythonFor = (
  knowledge: Knowledge,
  version: string,
  platform: WheelPlatform = 'linux',
): readonly string[] | undefined => releaseOf(knowledge, version)?.python[platform];

/** Stable releases, newest first. */
export const stableReleases = (knowledge: Knowledge): readonly Row<'tensorflow'>[] =>
  knowledge.tensorflow
    .filter((row) => row.stable)
    .toSorted((a, b) => compareVersions(b.tensorflow, a.tensorflow));

/** The newest stable release that has a wheel for this Python (`3.9`), if any. */
export const newestFor = (
  knowledge: Knowledge,
  python: string,
  platform: WheelPlatform = 'linux',
): Row<'tensorflow'> | undefined =>
  stableReleases(knowledge).find((row) => row.python[platform].includes(python));

/** What `tensorflow[and-cuda]` of this release installs; undefined when it has no such extra or is not known. */
export const andCudaPackages = (
  knowledge: Knowledge,
  version: string,
): readonly string[] | undefined =>
  knowledge['and-cuda'].find((row) => row.tensorflow === version)?.packages;
