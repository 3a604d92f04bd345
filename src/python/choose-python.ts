import { existsSync, realpathSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve, sep } from 'node:path';
import { UndeterminedError, UsageError } from '../errors.ts';
import { root } from '../root.ts';
import type { AskedPython } from './ask-python.ts';
import { homePython, type HomePython } from './home-python.ts';
import { behindShim } from './pyenv.ts';
import { commandOnPath, firstPythonOnPath, pythonIn } from './python-files.ts';
import type { Environment } from '../process/environment.ts';

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
  readonly environment: Environment;
  readonly cwd: string;
  /** The interpreter behind a notebook's cells. */
  readonly notebookPython?: string;
  /** For a kernel: the environment that pip installed it into comes before what stands on PATH. */
  readonly forKernel?: boolean;
}

const byVariable = 'TF_GPU_DOCTOR_PYTHON';

/** The environment that `npm start` makes. */
export const practiceFolder: string = join(root, '.venv');

/**
 * Chooses the Python to diagnose: `--python`, the notebook's own, `TF_GPU_DOCTOR_PYTHON`, the one the user chose,
 * the active environment whose python is first on PATH, the first python on PATH if it has TensorFlow, the environment
 * that pip installed this program into, and last the practice environment. An environment that pipx or uv made for
 * this program alone counts only when TensorFlow is in it.
 *
 * @throws UsageError when `--python` or `TF_GPU_DOCTOR_PYTHON` names no Python of 3.6 or newer
 * @throws UndeterminedError when there is no Python at all
 */
export async function chooseTarget(request: TargetRequest): Promise<Target> {
  const { environment, notebookPython } = request;
  const named = namedTarget(request);
  if (named !== undefined) return asked(named, request);
  if (notebookPython !== undefined) return targetAt(notebookPython, "this notebook's Python");
  const { readChosenPython } = await import('./chosen-python.ts');
  const chosen = readChosenPython(environment);
  if (chosen !== undefined && existsSync(chosen)) {
    return targetAt(chosen, 'gpu-python use (the one you chose)');
  }
  return fromPath(request);
}

/**
 * The Python that `--python` or `TF_GPU_DOCTOR_PYTHON` names, before anybody has asked whether it is one; undefined
 * when none is named, or the notebook's own comes first.
 *
 * @throws UsageError when there is no such file
 */
export function namedTarget(request: TargetRequest): Target | undefined {
  const { environment, option, notebookPython } = request;
  if (option !== undefined) return targetAt(fileOf(option, '--python', request), '--python');
  const wanted = environment[byVariable];
  if (!wanted || notebookPython !== undefined) return undefined;
  return targetAt(fileOf(wanted, byVariable, request), byVariable);
}

async function fromPath(request: TargetRequest): Promise<Target> {
  const { environment, forKernel = false } = request;
  const home = homePython(environment);
  const first = firstPythonOnPath(environment, home?.tool ? dirname(home.python) : undefined);
  const active = first === undefined ? undefined : activeVariable(first, environment);
  if (first !== undefined && active !== undefined) {
    return targetAt(first, `${active} (the active environment)`);
  }
  if (forKernel && home?.hasTensorFlow) return installedIn(home);
  const answer = first === undefined ? undefined : await askBehind(first, request);
  const onPath = typeof answer === 'string' ? undefined : answer;
  if (onPath !== undefined && onPath.tensorflow !== null) {
    return targetAt(onPath.executable, 'first on PATH, has TensorFlow');
  }
  if (home !== undefined && (home.hasTensorFlow || !home.tool)) return installedIn(home);
  const practice = pythonIn(practiceFolder);
  if (practice !== undefined) return targetAt(practice, 'practice environment made by npm start');
  if (onPath !== undefined) return targetAt(onPath.executable, 'first on PATH');
  throw new UndeterminedError(
    'No Python was found: none on PATH, and no practice environment. Name one with --python PATH.',
  );
}

function installedIn({ python }: HomePython): Target {
  return targetAt(python, 'the environment that tf-gpu-doctor is installed in');
}

/** The variable that says that the environment of this Python is active. */
function activeVariable(first: string, environment: Environment): string | undefined {
  return ['VIRTUAL_ENV', 'CONDA_PREFIX'].find((variable) => {
    const folder = environment[variable];
    return folder && sameFile(dirname(first), dirname(pythonIn(folder) ?? ''));
  });
}

function askBehind(first: string, request: TargetRequest): Promise<AskedPython | string> {
  return ask(behindShim(first, request.environment, request.cwd), request);
}

async function ask(
  python: string,
  { environment, cwd }: TargetRequest,
): Promise<AskedPython | string> {
  const { askPython } = await import('./ask-python.ts');
  return askPython({ environment, cwd, python });
}

/** A Python as a target, with the reason why it was chosen. */
export function targetAt(python: string, chosenBecause: string): Target {
  const practice = python.startsWith(practiceFolder + sep);
  return { python, chosenBecause, practice };
}

/** The interpreter that the user named: a file, a venv's or conda's folder, or a command on PATH. */
function fileOf(word: string, source: string, request: TargetRequest): string {
  const bare = !isAbsolute(word) && !/[\\/]/.test(word);
  const command = bare ? commandOnPath(word, request.environment) : undefined;
  const path = command ?? resolve(request.cwd, word);
  if (!existsSync(path)) throw unusable(source, word, 'there is no such file');
  const python = statSync(path).isDirectory() ? pythonIn(path) : path;
  if (python === undefined) throw unusable(source, word, 'the folder holds no interpreter');
  return python;
}

async function asked({ python, chosenBecause }: Target, request: TargetRequest): Promise<Target> {
  const word = request.option ?? request.environment[byVariable] ?? python;
  const answer = await ask(python, request);
  if (typeof answer === 'string') throw unusable(chosenBecause, word, answer);
  if (isTooOld(answer.version)) {
    const because = `it is Python ${answer.version}, and 3.6 or newer is needed`;
    throw unusable(chosenBecause, word, because);
  }
  return targetAt(answer.executable, chosenBecause);
}

function unusable(source: string, word: string, because: string): UsageError {
  return new UsageError(`${source} ${word} cannot be used as a Python: ${because}.`);
}

/** Whether a Python's version is below 3.6, the oldest that runs the probes. */
export function isTooOld(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major < 3 || (major === 3 && minor < 6);
}

function sameFile(left: string, right: string): boolean {
  try {
    return realpathSync(left) === realpathSync(right);
  } catch {
    return false;
  }
}
