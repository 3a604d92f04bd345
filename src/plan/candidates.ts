import type { Knowledge, Row } from '../knowledge/tables.ts';
import { stableReleases } from '../knowledge/tensorflow.ts';
import { minorOf } from '../knowledge/version.ts';
import { commandsOf, packagesOf, pathOf, recipeOf, type Choice } from './recipe.ts';
import { range, type ReleaseFit } from './releases.ts';
import { pathTroubleOf, pinsBeside } from './troubles.ts';
import { managers, type PackageManager, type Wish } from './wish.ts';

export interface Impossible {
  /** A version, or several: `2.18 to 2.21`. */
  readonly tensorflow: string;
  readonly because: string;
}

/** A release, and what came of holding it against the wish. */
export interface Candidate {
  readonly row: Row<'tensorflow'>;
  readonly judged: ReleaseFit;
}

/** Stable releases, newest first, or the one that was asked for. */
export const releasesAsked = (
  knowledge: Knowledge,
  { tensorflow }: Wish,
): readonly Row<'tensorflow'>[] =>
  stableReleases(knowledge).filter(
    (row) => tensorflow === null || row.tensorflow === minorOf(tensorflow),
  );

/** A release as something to install. */
export function choiceOf(
  wish: Wish,
  { row, judged }: Candidate,
  because: readonly string[],
  manager = managerFor(wish, row, judged),
): Choice {
  const python = judged.fits ? judged.python : '';
  const version = versionOf(wish, row);
  const recipe = recipeOf(wish, { row, version, python, manager });
  return {
    tensorflow: version,
    python,
    manager,
    packages: packagesOf(wish, { row, version }),
    path: pathOf(wish, { row, python }, '$VIRTUAL_ENV'),
    commands: commandsOf(recipe),
    steps: recipe,
    because: [...because, ...(judged.fits ? judged.because : []), ...pinReasons(wish, row)],
  };
}

/** The patch that was asked for, or the newest. The GPU packages of 2.15.0 ask for TensorRT; its `.post1` does not. */
function versionOf({ tensorflow }: Wish, row: Row<'tensorflow'>): string {
  if (tensorflow === null || tensorflow.split('.').length < 3) return row.newest;
  return tensorflow === '2.15.0' ? '2.15.0.post1' : tensorflow;
}

/**
 * The manager that was asked for, or the one that is there. Releases before 2.14 need conda's CUDA; a Python that is not
 * there is fetched by uv.
 */
function managerFor(wish: Wish, row: Row<'tensorflow'>, judged: ReleaseFit): PackageManager {
  if (wish.managerAsked) return wish.manager;
  if (!row.andCuda && wish.gpu.kind !== 'none') return 'conda';
  const other =
    judged.fits && wish.python !== null && !wish.pythonAsked && judged.python !== wish.python;
  return other && wish.manager === 'pip' ? 'uv' : wish.manager;
}

/** Why this release, and why no newer one. */
export function newestReason(
  candidates: readonly Candidate[],
  { row }: Candidate,
  wish: Wish,
): string[] {
  if (wish.gpu.kind === 'none') {
    return [
      `TensorFlow ${row.newest} is the newest release for this Python. Without a GPU it works on the processor.`,
    ];
  }
  if (wish.tensorflow !== null)
    return [`TensorFlow ${wish.tensorflow} was asked for.`, ...troubles(row)];
  const newer = candidates.slice(
    0,
    candidates.findIndex((one) => one.row === row),
  );
  return [
    newer.length === 0
      ? `TensorFlow ${row.newest} is the newest stable release.`
      : `TensorFlow ${row.newest} is the newest release that works here as it is installed.`,
    ...newer
      .filter(({ judged }) => judged.fits)
      .map((one) => `Not ${one.row.newest}: ${pathTroubleOf(one.row)?.because ?? ''}`),
    ...troubles(row),
  ];
}

const troubles = (row: Row<'tensorflow'>): string[] =>
  pathTroubleOf(row) === undefined ? [] : [troubleText(row)];

/** Why a release takes a step more than others. */
export const troubleText = (row: Row<'tensorflow'>): string => {
  const trouble = pathTroubleOf(row);
  return trouble === undefined ? '' : `${trouble.because} The steps do that.`;
};

function pinReasons({ gpu }: Wish, row: Row<'tensorflow'>): string[] {
  if (gpu.kind !== 'nvidia') return [];
  const pin = pinsBeside(row, gpu.capability).find((one) => one.startsWith('nvidia-cudnn-cu12'));
  return pin === undefined
    ? []
    : [`\`${pin}\` because cuDNN from 9.11 on has no code for GPUs below compute capability 7.5.`];
}

/** The same release by the other package managers. */
export function otherManagers(wish: Wish, candidate: Candidate): Choice[] {
  const own = managerFor(wish, candidate.row, candidate.judged);
  if (!candidate.row.andCuda || wish.managerAsked || wish.system === 'macos') return [];
  return managers
    .filter((manager) => manager !== own && !(manager === 'docker' && wish.system === 'windows'))
    .map((manager) => choiceOf(wish, candidate, [`The same release by ${manager}.`], manager));
}

/** Neighbouring releases with the same reason as one entry. */
export function withoutRepeats(candidates: readonly Candidate[]): Impossible[] {
  const groups: { rows: string[]; because: string }[] = [];
  for (const { row, judged } of candidates) {
    if (judged.fits) continue;
    const last = groups.at(-1);
    if (last?.because === judged.because) last.rows.push(row.tensorflow);
    else groups.push({ rows: [row.tensorflow], because: judged.because });
  }
  return groups.map(({ rows, because }) => ({ tensorflow: range(rows), because }));
}
