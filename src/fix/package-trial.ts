import { mkdir, realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { CheckRequest } from '../check/request.ts';
import { valueOf } from '../facts/fact.ts';
import { readFacts } from '../facts/facts.ts';
import type { Environment } from '../process/environment.ts';
import { makeOwnFolder, ownCacheFolder } from '../process/own-folder.ts';
import { pythonOfVenv } from '../python/python-files.ts';
import { downloadOf, type Download } from './download.ts';
import { trialOutcome, whyNoBefore, type TrialOutcome } from './outcome.ts';
import { insideOf, startEnvironment, takeStep, type Building } from './package-environment.ts';
import type { PackageSteps } from './package-steps.ts';
import { changedBy, checkFresh, type FreshCheck, type VariableChanges } from './trial.ts';
import { tensorflowOutside, whyNotWitnessed } from './witness.ts';

/** A trial of packages. */
export interface PackageTrial {
  readonly request: CheckRequest;
  readonly finding: string;
  readonly steps: PackageSteps;
  /** The check of the user's own environment. */
  readonly checked: FreshCheck;
  /** Whether the download has been agreed to. */
  readonly agreed: boolean;
  readonly onStage: (stage: string) => void;
}

/** What came of it; `download` alone where it has to be agreed to first. */
export type PackageTrialResult =
  | { readonly download: Download }
  | {
      readonly came: TrialOutcome;
      readonly before: FreshCheck;
      readonly after: FreshCheck | undefined;
    };

/**
 * Tries packages in a throw-away environment below our own cache folder: a copy of the user's, or an empty one. The
 * user's is only read. It is removed at the end, and after a kill at the next trial.
 * @throws UndeterminedError when the environment cannot be made or the packages cannot be installed
 */
export async function tryPackages(trial: PackageTrial): Promise<PackageTrialResult> {
  const folder = await trialFolder(trial.request.environment);
  try {
    return await inFolder(trial, folder);
  } finally {
    trial.onStage('removing the throw-away environment');
    await rm(folder, { recursive: true, force: true });
  }
}

async function trialFolder(environment: Environment): Promise<string> {
  const parent = join(ownCacheFolder(environment), 'trials');
  await mkdir(parent, { recursive: true, mode: 0o700 });
  return makeOwnFolder('trial', await realpath(parent));
}

async function inFolder(
  { request, finding, steps, checked, agreed, onStage }: PackageTrial,
  folder: string,
): Promise<PackageTrialResult> {
  const building = buildingOf(request, checked, join(folder, 'environment'), false, onStage);
  await startEnvironment(building, steps);
  const before =
    steps.start === 'empty'
      ? checked
      : await checkIn(building, request, {}, (stage) => onStage(`before the change: ${stage}`));
  const hindered =
    whyNoBefore(finding, before) ??
    (steps.start === 'copy' && !isAboutTensorflow(steps)
      ? tensorflowOutside(building.folder, before.snapshot)
      : undefined);
  if (hindered !== undefined) {
    return { came: { outcome: 'untriable', because: hindered }, before, after: undefined };
  }
  for (const step of steps.steps) {
    if (step.verb === 'install' && !agreed) {
      onStage('asking how much there is to download');
      const download = await downloadOf(building, step);
      if (download.bytes !== 0) return { download };
    }
    await takeStep(building, step);
  }
  const after = await checkIn(building, request, steps.variables, (stage) =>
    onStage(`with the change: ${stage}`),
  );
  const elsewhere = await whyNotWitnessed(building.folder, steps, before.snapshot, after.snapshot);
  const came: TrialOutcome =
    elsewhere === undefined
      ? trialOutcome(finding, before, after)
      : { outcome: 'untriable', because: elsewhere };
  return { came, before, after };
}

const isAboutTensorflow = ({ steps }: PackageSteps): boolean =>
  steps.some(({ words }) => words.some((word) => word.startsWith('tensorflow')));

/** What is needed to build an environment from the one that was checked. */
export function buildingOf(
  request: CheckRequest,
  { snapshot }: FreshCheck,
  folder: string,
  separate: boolean,
  onStage: (stage: string) => void,
): Building {
  const { environment, cwd, signal } = request;
  return {
    python: snapshot.target.python,
    prefix: valueOf(readFacts(snapshot).python.interpreter)?.prefix ?? '',
    folder,
    separate,
    environment,
    cwd,
    signal,
    onStage,
  };
}

/** The check of the new environment, under the variables that its commands set. */
export function checkIn(
  building: Building,
  request: CheckRequest,
  variables: VariableChanges,
  onStage: (stage: string) => void,
): Promise<FreshCheck> {
  const environment = insideOf({
    ...building,
    environment: changedBy(building.environment, variables),
  });
  const { notebook: _, ...alone } = request;
  return checkFresh({ ...alone, python: pythonOfVenv(building.folder), environment }, onStage);
}
