import type { Knowledge, Row } from '../../knowledge/tables.ts';
import { stableReleases } from '../../knowledge/tensorflow.ts';
import { compareVersions, minorOf } from '../../knowledge/version.ts';
import type { Wish } from '../wish.ts';
import type { Manifest, Wanted } from './manifest.ts';
import { admits, pinned } from './requirement.ts';

/** A manifest together with what follows from it. */
export interface About {
  readonly knowledge: Knowledge;
  readonly wish: Wish;
  readonly manifest: Manifest;
  /** TensorFlow, in whichever package it is asked for; undefined when the file asks for none. */
  readonly tensorflow: Wanted | undefined;
  /** The release that an installer would take today; undefined when the file does not decide or none fits. */
  readonly release: Row<'tensorflow'> | undefined;
  /** The exact version, where the file or the newest patch tells. */
  readonly version: string | undefined;
  /** The Pythons that the file allows; empty when it says nothing. */
  readonly pythons: readonly string[];
  readonly asksAndCuda: boolean;
}

/** Packages that are TensorFlow. */
export const tensorflowPackages: ReadonlySet<string> = new Set([
  'tensorflow',
  'tensorflow-gpu',
  'tensorflow-cpu',
  'tf-nightly',
  'tf-nightly-cpu',
  'intel-tensorflow',
  'tensorflow-intel',
]);

export function factsOf(knowledge: Knowledge, wish: Wish, manifest: Manifest): About {
  const all = manifest.packages.filter((one) => tensorflowPackages.has(one.name));
  const tensorflow = all.find((one) => one.name === 'tensorflow') ?? all[0];
  const pythons = pythonsOf(knowledge, manifest);
  const release =
    tensorflow === undefined ? undefined : releaseTaken(knowledge, tensorflow, pythons);
  const exact = tensorflow === undefined ? undefined : pinned(tensorflow.spec);
  return {
    knowledge,
    wish,
    manifest,
    tensorflow,
    release,
    version: exact !== undefined && exact.split('.').length > 2 ? exact : release?.newest,
    pythons,
    asksAndCuda: all.some((one) => one.extras.includes('and-cuda')),
  };
}

/** Every Python that any release has a package for, and the next ones, so that a range can reach beyond the table. */
function pythonsOf(knowledge: Knowledge, { python }: Manifest): readonly string[] {
  if (python === null) return [];
  const known = new Set(knowledge.tensorflow.flatMap((row) => row.python.linux));
  const spec = /^\d/u.test(python.spec) ? `==${python.spec}.*` : python.spec;
  return [...known, '3.14', '3.15', '3.16']
    .toSorted(compareVersions)
    .filter((one, at, all) => all.indexOf(one) === at && admits(spec, one));
}

/** The newest stable release that satisfies the specification and has a package for one of the Pythons. */
function releaseTaken(
  knowledge: Knowledge,
  { spec }: Wanted,
  pythons: readonly string[],
): Row<'tensorflow'> | undefined {
  const exact = pinned(spec);
  return stableReleases(knowledge).find((row) => {
    const fits = exact === undefined ? admits(spec, row.newest) : row.tensorflow === minorOf(exact);
    return fits && (pythons.length === 0 || row.python.linux.some((one) => pythons.includes(one)));
  });
}

/** The first package of this name. */
export const packageNamed = ({ manifest }: About, name: string): Wanted | undefined =>
  manifest.packages.find((one) => one.name === name);

/** The value that a variable has at the end of the file. */
export const variableNamed = ({ manifest }: About, name: string) =>
  manifest.variables.findLast((one) => one.name === name);
