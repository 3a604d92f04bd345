import { existsSync, realpathSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve, sep } from 'node:path';
import { UndeterminedError, UsageError } from '../errors.ts';
import { root } from '../root.ts';
import { askPython, type AskedPython } from './ask-python.ts';
import { readChosenPython } from './chosen-python.ts';
import type { Observations } from './observations/index.ts';
import { behindShim } from './pyenv.ts';
import { commandOnPath, firstPythonOnPath, pythonIn } from './python-files.ts';

/** The Python that is diagnosed, and why this one. */
export interface Target {
  /** Absolute path of the interpreter. */
  readonly python: string;
  /** Begins with the option, variable or command that decided: `VIRTUAL_ENV (the active environment)`. */
  readonly chosenBecause: string;
  /** Whether it is the environment that `npm start` made, which promises no CUDA libraries. */
  readonly practice: boolean;
  /** Another Python of this machine that has TensorFlow, when the practice environment is the target; see `withOther`. */
  readonly other?: { readonly python: string; readonly tensorflow: string };
}

export interface TargetRequest {
  /** The value of `--python`. */
  readonly option?: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** The interpreter behind a notebook's cells. */
  readonly notebookPython?: string;
}

/** The environment that `npm start` makes. */
export const practiceFolder: string = join(root, '.venv');

/**
 * Chooses the Python to diagnose: `--python`, the notebook's own, `TF_GPU_DOCTOR_PYTHON`, the one the user chose,
 * the active environment whose python is first on PATH, the first python on PATH if it has TensorFlow, and last the
 * practice environment.
 *
 * @throws UsageError when `--python` or `TF_GPU_DOCTOR_PYTHON` names no Python of 3.6 or newer
 * @throws UndeterminedError when there is no Python at all
 */
export async function chooseTarget(request: TargetRequest): Promise<Target> {
  const { environment, option, notebookPython } = request;
  if (option !== undefined) return targetOf(await named(option, '--python', request), '--python');
  if (notebookPython !== undefined) return targetOf(notebookPython, "this notebook's Python");
  const variable = 'TF_GPU_DOCTOR_PYTHON';
  const wanted = environment[variable];
  if (wanted) return targetOf(await named(wanted, variable, request), variable);
  const chosen = readChosenPython(environment);
  if (chosen !== undefined && existsSync(chosen)) {
    return targetOf(chosen, 'gpu-python use (the one you chose)');
  }
  return fromPath(request);
}

async function fromPath(request: TargetRequest): Promise<Target> {
  const first = firstPythonOnPath(request.environment);
  if (first !== undefined) {
    for (const variable of ['VIRTUAL_ENV', 'CONDA_PREFIX']) {
      const folder = request.environment[variable];
      if (folder && sameFile(dirname(first), dirname(pythonIn(folder) ?? ''))) {
        return targetOf(first, `${variable} (the active environment)`);
      }
    }
  }
  const practice = pythonIn(practiceFolder);
  const asked = first === undefined ? undefined : await askBehind(first, request);
  if (asked !== undefined && typeof asked !== 'string') {
    if (asked.tensorflow !== null)
      return targetOf(asked.executable, 'first on PATH, has TensorFlow');
    if (practice === undefined) return targetOf(asked.executable, 'first on PATH');
  }
  if (practice !== undefined) return targetOf(practice, 'practice environment made by npm start');
  throw new UndeterminedError(
    'No Python was found: none on PATH, and no practice environment. Name one with --python PATH.',
  );
}

function askBehind(first: string, request: TargetRequest): Promise<AskedPython | string> {
  const python = behindShim(first, request.environment, request.cwd);
  return askPython({ environment: request.environment, cwd: request.cwd, python });
}

/**
 * The same target with another Python of this machine that has TensorFlow, when the target is the practice
 * environment and the probe `pythons` found one.
 */
export function withOther(target: Target, observations: Observations): Target {
  const found = observations.pythons;
  if (!target.practice || found?.ok !== true) return target;
  for (const { path, tensorflow } of found.data.pythons) {
    if (tensorflow !== null && !path.startsWith(practiceFolder + sep)) {
      return { ...target, other: { python: path, tensorflow } };
    }
  }
  return target;
}

function targetOf(python: string, chosenBecause: string): Target {
  const practice = python.startsWith(practiceFolder + sep);
  return { python, chosenBecause, practice };
}

/** The interpreter that the user named: a file, a venv's or conda's folder, or a command on PATH. */
async function named(word: string, source: string, request: TargetRequest): Promise<string> {
  const complain = (because: string): UsageError =>
    new UsageError(`${source} ${word} is no Python that can be used: ${because}.`);
  const bare = !isAbsolute(word) && !/[\\/]/.test(word);
  const command = bare ? commandOnPath(word, request.environment) : undefined;
  const path = command ?? resolve(request.cwd, word);
  if (!existsSync(path)) throw complain('there is no such file');
  const python = statSync(path).isDirectory() ? pythonIn(path) : path;
  if (python === undefined) throw complain('the folder holds no interpreter');
  const asked = await askPython({ ...request, python });
  if (typeof asked === 'string') throw complain(asked);
  const [major = 0, minor = 0] = asked.version.split('.').map(Number);
  if (major < 3 || (major === 3 && minor < 6)) {
    throw complain(`it is Python ${asked.version}, and 3.6 or newer is needed`);
  }
  return asked.executable;
}

function sameFile(left: string, right: string): boolean {
  try {
    return realpathSync(left) === realpathSync(right);
  } catch {
    return false;
  }
}
