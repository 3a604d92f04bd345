import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Observed } from '../snapshot/observations/index.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import type { PackageSteps } from './package-steps.ts';

type Distribution = Observed<'packages'>['distributions'][number];

/**
 * Why the outcome of a trial says nothing about the packages that it changed: nothing was changed, or TensorFlow or one
 * of the changed libraries would be loaded from somewhere else. Undefined when the changed ones were the ones loaded.
 * @param folder the environment of the trial, as `realpath` gives it
 */
export async function whyNotWitnessed(
  folder: string,
  steps: PackageSteps,
  before: Snapshot,
  after: Snapshot,
): Promise<string | undefined> {
  const { packages, 'cuda-libraries': loaded } = after.observations;
  if (packages?.ok !== true) return 'It could not be seen what is installed after the change.';
  const inside = (path: string): boolean => path.startsWith(`${folder}/`);
  const outside = tensorflowOutside(folder, after);
  if (outside !== undefined) return outside;
  const changed = changedDistributions(steps, before, packages.data.distributions);
  if (changed.length === 0) {
    return steps.steps.some((one) => one.verb === 'uninstall')
      ? undefined
      : 'The commands change no package: all that they ask for is there.';
  }
  const libraries = loaded?.ok === true ? loaded.data.libraries : [];
  for (const one of changed) {
    const names = await librariesOf(one);
    const elsewhere = libraries.find(
      ({ soname, path }) => path !== null && names.has(soname) && !inside(path),
    );
    if (elsewhere !== undefined) {
      return `TensorFlow would load ${elsewhere.soname} from ${elsewhere.path ?? ''}, not the one of ${one.name} ${one.version} that was changed.`;
    }
  }
  return undefined;
}

/** Why nothing can be shown in an environment: its TensorFlow is taken from elsewhere. Undefined when it is its own. */
export function tensorflowOutside(
  folder: string,
  { observations: { packages } }: Snapshot,
): string | undefined {
  const path = packages?.ok === true ? packages.data.tensorflow?.path : undefined;
  return path === undefined || path.startsWith(`${folder}/`)
    ? undefined
    : `TensorFlow would be taken from ${path}, which is not in the environment of the trial, and would look for CUDA there.`;
}

/** What is another version than before, or was installed again as the commands say. */
function changedDistributions(
  { steps }: PackageSteps,
  before: Snapshot,
  after: readonly Distribution[],
): readonly Distribution[] {
  const { packages } = before.observations;
  const old = packages?.ok === true ? packages.data.distributions : [];
  const again = steps
    .filter(({ words }) => words.includes('--force-reinstall') || words.includes('--reinstall'))
    .flatMap(({ words }) => words.map((word) => /^[\w.-]+/u.exec(word)?.[0] ?? ''));
  return after.filter(
    (one) =>
      again.includes(one.name) ||
      !old.some((other) => other.name === one.name && other.version === one.version),
  );
}

/** The names of the libraries in a distribution, from its list of files. */
async function librariesOf({
  name,
  version,
  location,
}: Distribution): Promise<ReadonlySet<string>> {
  const entries = await readdir(location).catch(() => []);
  const info = entries.find(
    (entry) =>
      entry.toLowerCase().replaceAll(/[-_.]+/gu, '-') ===
      `${name}-${version}.dist-info`.toLowerCase().replaceAll(/[-_.]+/gu, '-'),
  );
  if (info === undefined) return new Set();
  const record = await readFile(join(location, info, 'RECORD'), 'utf8').catch(() => '');
  return new Set(
    record
      .split('\n')
      .map((line) => basename(line.split(',')[0] ?? ''))
      .filter((file) => file.includes('.so')),
  );
}
