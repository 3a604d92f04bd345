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
  /** The same in a notebook, whose Python only remembers under which variables it was started again. */
  readonly inNotebook: {
    readonly fix: (...words: readonly string[]) => Promise<Outcome>;
    readonly changes: () => EnvironmentChanges;
  };
  readonly folder: string;
  readonly activate: string;
  readonly environment: Context['environment'];
  readonly remove: () => Promise<void>;
}

/** Where the packages of an environment lie. */
function site(base: string): string {
  const lib = join(base, 'lib');
  const [python = ''] = readdirSync(lib).filter((one) => one.startsWith('python'));
  return join(lib, python, 'site-packages');
}

export async function fixMachine(
  scenario: string,
  more: (libraryPath: string) => Readonly<Record<string, string>> = () => ({}),
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
  const python = join(venv, 'bin/python');
  const prepared = await prepareScenario(scenario, { python, environment: process.env });
  const environment = {
    ...prepared.environment,
    XDG_STATE_HOME: join(folder, 'state'),
    ...more(prepared.environment['LD_LIBRARY_PATH'] ?? ''),
  };
  let changes: EnvironmentChanges = {};
  const context = {
    environment,
    cwd: folder,
    signal: new AbortController().signal,
    show: () => undefined,
  };
  const common = ['--raw', '--timeout', '90'];
  const notebook: NotebookPython = {
    identity: {},
    python,
    state: () => 'starting',
    pid: () => undefined,
    ask: () => Promise.reject(new UndeterminedError('Python is starting.')),
    changes: () => changes,
    restart: (change) => {
      changes = { ...changes, ...change.environment };
      return Promise.resolve();
    },
  };
  return {
    folder,
    inNotebook: {
      fix: (...words) =>
        runWords(gpuFix, { ...context, ui: 'notebook', notebook }, [...common, ...words]),
      changes: () => changes,
    },
    activate: join(venv, 'bin/activate'),
    environment,
    fix: (...words) =>
      runWords(gpuFix, { ...context, ui: 'terminal' }, ['--python', python, ...common, ...words]),
    remove: async () => {
      await rm(prepared.folder, { recursive: true, force: true });
      await rm(folder, { recursive: true, force: true });
    },
  };
}
