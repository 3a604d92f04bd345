import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type {
  Context,
  EnvironmentChanges,
  NotebookPython,
  Outcome,
} from '../../src/command-model/command.ts';
import { runWords } from '../../src/command-model/run.ts';
import { gpuCheck } from '../../src/commands/gpu-check/index.ts';
import { gpuFix } from '../../src/commands/gpu-fix/index.ts';
import { UndeterminedError } from '../../src/errors.ts';
import { prepareScenario } from '../../src/lab/lab.ts';
import { runProcess } from '../../src/process/process.ts';
import { root } from '../../src/root.ts';
import { practicePython } from '../lab/pythons.ts';

/** A simulated machine with a virtual environment of its own, whose TensorFlow is that of the practice environment. */
export interface FixMachine {
  /** `gpu-fix` with these words, as it would be called on that machine. */
  readonly fix: (...words: readonly string[]) => Promise<Outcome>;
  /** `gpu-check`, in a terminal. */
  readonly check: () => Promise<Outcome>;
  /** The same in a notebook, whose Python only remembers under which variables it was started again. */
  readonly inNotebook: {
    readonly fix: (...words: readonly string[]) => Promise<Outcome>;
    readonly changes: () => EnvironmentChanges;
    /** Which Python it was started with last. */
    readonly python: () => string;
  };
  readonly folder: string;
  readonly activate: string;
  readonly environment: Context['environment'];
  readonly remove: () => Promise<void>;
}

/** Where the packages of an environment lie. */
export function site(base: string): string {
  const lib = join(base, 'lib');
  const [python = ''] = readdirSync(lib).filter((one) => one.startsWith('python'));
  return join(lib, python, 'site-packages');
}

export async function fixMachine(
  scenario: string,
  more: (libraryPath: string) => Readonly<Record<string, string>> = () => ({}),
  lastOutput = '',
): Promise<FixMachine> {
  const folder = mkdtempSync(join(tmpdir(), 'gpu-fix-'));
  const venv = join(folder, 'venv');
  const made = await runProcess({
    file: practicePython,
    args: ['-m', 'venv', '--without-pip', venv],
    environment: process.env,
    timeoutMs: 60_000,
  });
  if (made.end.how !== 'exit' || made.end.code !== 0) throw new Error(made.stderr);
  writeFileSync(join(site(venv), 'practice.pth'), `${site(join(root, '.venv'))}\n`);
  writeFileSync(join(folder, 'site'), site(venv));
  const prepared = await prepareScenario(scenario, {
    python: join(venv, 'bin/python'),
    environment: process.env,
  });
  const environment = {
    ...prepared.environment,
    ...more(prepared.environment['LD_LIBRARY_PATH'] ?? ''),
  };
  const removeRest = () => rm(prepared.folder, { recursive: true, force: true });
  return machineAt(folder, environment, removeRest, lastOutput);
}

/** The machine whose virtual environment is `venv` in the folder; what the commands keep, they keep in the folder. */
export function machineAt(
  folder: string,
  given: Context['environment'],
  removeRest: () => Promise<void>,
  lastOutput = '',
): FixMachine {
  const python = join(folder, 'venv/bin/python');
  const environment = {
    ...given,
    HOME: folder,
    XDG_STATE_HOME: join(folder, 'state'),
    XDG_CONFIG_HOME: join(folder, 'config'),
    XDG_DATA_HOME: join(folder, 'data'),
    XDG_CACHE_HOME: join(folder, 'cache'),
  };
  let changes: EnvironmentChanges = {};
  const context = {
    environment,
    cwd: folder,
    signal: new AbortController().signal,
    show: () => undefined,
  };
  const common = ['--raw', '--timeout', '90'];
  let running = python;
  const notebook = (): NotebookPython => ({
    identity: {},
    python: running,
    state: () => 'starting',
    pid: () => undefined,
    ask: () => Promise.reject(new UndeterminedError('Python is starting.')),
    changes: () => changes,
    restart: (change) => {
      changes = { ...changes, ...change.environment };
      running = change.python ?? running;
      return Promise.resolve();
    },
  });
  return {
    folder,
    inNotebook: {
      fix: (...words) =>
        runWords(
          gpuFix,
          { ...context, ui: 'notebook', notebook: notebook(), lastOutput: () => lastOutput },
          [...common, ...words],
        ),
      changes: () => changes,
      python: () => running,
    },
    activate: join(folder, 'venv/bin/activate'),
    environment,
    fix: (...words) =>
      runWords(gpuFix, { ...context, ui: 'terminal' }, ['--python', python, ...common, ...words]),
    check: () =>
      runWords(gpuCheck, { ...context, ui: 'terminal' }, ['--python', python, ...common]),
    remove: async () => {
      await removeRest();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
