import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { UndeterminedError } from '../errors.ts';
import type { Environment } from '../process/environment.ts';
import { describeEnd } from '../process-end.ts';
import { runProcess, runPython, type ProcessResult } from '../process/process.ts';
import { commandOnPath, pythonOfVenv } from '../python/python-files.ts';
import { root } from '../root.ts';
import type { PackageStep, PackageSteps } from './package-steps.ts';

/** An hour: TensorFlow with its CUDA packages is some 3 GB, and lines are slow. */
const longestInstallMs = 3_600_000;
const longestCopyMs = 600_000;

/** The environment that is to be made, and from what. */
export interface Building {
  /** The Python whose packages are copied. */
  readonly python: string;
  /** `sys.prefix` of it. */
  readonly prefix: string;
  /** Where the new environment goes: a folder that is not there yet, or is empty. */
  readonly folder: string;
  /** Whether it is to be kept: then files that a person may edit are copies and no links. */
  readonly separate: boolean;
  readonly environment: Environment;
  readonly cwd: string;
  readonly signal: AbortSignal;
  /** Called with what is being done. */
  readonly onStage: (stage: string) => void;
}

/**
 * Makes the environment with which the steps begin: a copy of the old one, or an empty one.
 * @throws UndeterminedError when there is no such Python, or the copy fails
 */
export async function startEnvironment(building: Building, steps: PackageSteps): Promise<void> {
  const { python, folder, onStage } = building;
  await mkdir(folder, { recursive: true });
  if (steps.start === 'empty') {
    onStage('making a new environment');
    await makeEmpty(building, steps.python ?? python);
    return;
  }
  onStage('copying the environment');
  // Without pip, as the packages are copied; so nothing is missing where a distribution keeps ensurepip apart.
  const words = ['-m', 'venv', '--without-pip', folder];
  mustEnd(await run(building, python, words, longestCopyMs), `${python} -m venv`);
  const copied = await runPython({
    ...building,
    script: join(root, 'src/fix/clone_environment.py'),
    args: [folder, ...(building.separate ? ['--separate'] : [])],
    timeoutMs: longestCopyMs,
  });
  mustEnd(copied, 'Copying the packages');
}

/** uv where it is there, as it fetches the Python as well; else that Python's own venv. */
async function makeEmpty(building: Building, wanted: string): Promise<void> {
  const { folder, environment } = building;
  const uv = commandOnPath('uv', environment);
  if (uv !== undefined) {
    const made = await run(building, uv, ['venv', '--python', wanted, folder], longestInstallMs);
    mustEnd(made, 'uv venv');
    return;
  }
  const program = /^\d/u.test(wanted) ? `python${wanted}` : wanted;
  const file = program.includes('/') ? program : commandOnPath(program, environment);
  if (file === undefined) {
    throw new UndeterminedError(
      `The commands want ${program}, and there is neither uv nor a ${program} on the PATH.`,
    );
  }
  mustEnd(
    await run(building, file, ['-m', 'venv', folder], longestCopyMs),
    `${program} -m venv ${folder}`,
  );
}

/**
 * Takes one step in the new environment: with uv where it is there and pip has no settings of its own, else with pip.
 * @throws UndeterminedError with the last lines of pip when it fails
 */
export async function takeStep(building: Building, step: PackageStep): Promise<void> {
  const { folder, environment, onStage } = building;
  const names = step.words.filter((one) => !one.startsWith('-')).join(', ');
  onStage(step.verb === 'install' ? `installing ${names}` : `removing ${names}`);
  const python = pythonOfVenv(folder);
  const uv = hasPipSettings(environment) ? undefined : commandOnPath('uv', environment);
  const line =
    uv === undefined
      ? await pip(building, [
          step.verb,
          ...(step.verb === 'uninstall' ? ['-y'] : []),
          ...step.words.map((one) => wordOfPip[one] ?? one),
        ])
      : await run(
          building,
          uv,
          ['pip', step.verb, '--python', python, ...step.words.map((one) => wordOfUv[one] ?? one)],
          longestInstallMs,
        );
  mustEnd(line, `${step.verb === 'install' ? 'Installing' : 'Removing'} ${names}`);
}

/** A call of the new environment's pip, or of the one that Python brings along for new environments. */
export function pip(building: Building, args: readonly string[]): Promise<ProcessResult> {
  const { folder, onStage } = building;
  return runPython({
    ...building,
    environment: insideOf(building),
    python: pythonOfVenv(folder),
    script: join(root, 'src/fix/run_pip.py'),
    args: [...args, '--disable-pip-version-check'],
    timeoutMs: longestInstallMs,
    onStdoutLine: (line) => {
      const loading = /^\s*(?:Downloading|Installing collected) \S+/u.exec(line)?.[0];
      if (loading !== undefined) onStage(loading.trim());
    },
  });
}

const wordOfUv: Readonly<Record<string, string>> = {
  '--force-reinstall': '--reinstall',
  '--no-cache-dir': '--no-cache',
};

const wordOfPip: Readonly<Record<string, string>> = {
  '--reinstall': '--force-reinstall',
  '--no-cache': '--no-cache-dir',
};

/** uv reads neither pip's variables nor its files, and would look in other places than the printed command. */
const hasPipSettings = (environment: Environment): boolean =>
  Object.keys(environment).some((name) => name.startsWith('PIP_'));

/**
 * The variables for a process in the new environment: paths below the old one lead below the new one, because the
 * printed commands would have changed the files there.
 */
export function insideOf({ environment, prefix, folder }: Building): Environment {
  const moved = (value: string): string =>
    value
      .split(':')
      .map((part) =>
        part === prefix || part.startsWith(`${prefix}/`)
          ? `${folder}${part.slice(prefix.length)}`
          : part,
      )
      .join(':');
  return Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [
      name,
      value === undefined || !pathVariables.has(name) ? value : moved(value),
    ]),
  );
}

const pathVariables: ReadonlySet<string> = new Set(['PATH', 'LD_LIBRARY_PATH', 'VIRTUAL_ENV']);

const run = (
  { environment, cwd, signal }: Building,
  file: string,
  args: readonly string[],
  timeoutMs: number,
): Promise<ProcessResult> => runProcess({ file, args, environment, cwd, signal, timeoutMs });

function mustEnd({ end, stdout, stderr }: ProcessResult, what: string): void {
  if (end.how === 'aborted') throw new DOMException('It was interrupted', 'AbortError');
  if (end.how === 'exit' && end.code === 0) return;
  const last = `${stdout}\n${stderr}`.trim().split('\n').slice(-8).join('\n');
  throw new UndeterminedError(`${what}: it ${describeEnd(end)}. What it said last:\n${last}`);
}
