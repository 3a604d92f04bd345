import { spawn, type ChildProcess } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { root } from '../../src/root.ts';

/** How a set-up command ended, and what it and the programs it called have left behind. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A clone with our set-up and next to nothing else, on a machine whose npm and Python only pretend. */
export interface SmallClone {
  readonly folder: string;
  /** Runs `npm start` or `npm test`; variables begin with FAKE_ when they are for the pretenders. */
  run(
    command: 'start' | 'test',
    words?: readonly string[],
    variables?: Readonly<Record<string, string>>,
    whileItRuns?: (child: ChildProcess) => Promise<void>,
  ): Promise<Ended>;
  write(path: string, text: string): Promise<void>;
  /** The programs that were called since the last time that this was asked. */
  calls(): Promise<readonly string[]>;
  /** What pip was given. */
  pipWords(): Promise<readonly string[]>;
  /** Adds a Python of a version of its own; gives its path. */
  addPython(name: string, version: string): Promise<string>;
  /** What JupyterLab was given. */
  labWords(): Promise<readonly string[]>;
  labEnvironment(): Promise<string>;
  remove(): Promise<void>;
}

const fakes = join(root, 'test', 'setup', 'fakes');
const lock = { packages: { '': {}, 'node_modules/vitest': { version: '1.0.0' } } };

/** @param pythons names under which the pretending Python is on PATH */
export async function smallClone(pythons: readonly string[] = ['python3']): Promise<SmallClone> {
  const home = await mkdtemp(join(tmpdir(), 'small-clone-'));
  const folder = join(home, 'clone');
  const bin = join(home, 'bin');
  const log = join(home, 'calls');
  await mkdir(bin);
  for (const name of ['npm', ...pythons]) {
    await cp(join(fakes, name === 'npm' ? 'npm' : 'python'), join(bin, name));
  }
  // The pretenders are shell scripts and need these; the machine's own Pythons must stay out of sight.
  for (const tool of ['sh', 'mkdir', 'cp', 'touch', 'env', 'dirname', 'sleep']) {
    await symlink(`/bin/${tool}`, join(bin, tool)).catch(() =>
      symlink(`/usr/bin/${tool}`, join(bin, tool)),
    );
  }
  const write = async (path: string, text: string) => {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  };
  await cp(join(root, 'setup'), join(folder, 'setup'), { recursive: true });
  const scripts = { 'check:types': '', 'check:c': '' };
  await write('package.json', JSON.stringify({ type: 'module', scripts }));
  await write('package-lock.json', JSON.stringify(lock));
  await write('tsconfig.json', '{}');
  await write('tsconfig.build.json', '{}');
  await write('kernel/main.ts', '// kernel');
  await write('src/root.ts', '// root');
  await write('notebooks/00-start.ipynb', '{}');

  const calls = async () => {
    const text = await readFile(log, 'utf8').catch(() => '');
    await rm(log, { force: true });
    return text.split('\n').filter((line) => line !== '');
  };
  return {
    folder,
    write,
    calls,
    pipWords: async () => (await readFile(`${log}.pip`, 'utf8')).trimEnd().split('\n'),
    addPython: async (name, version) => {
      const path = join(bin, name);
      const text = await readFile(join(fakes, 'python'), 'utf8');
      await writeFile(path, text.replace('${FAKE_PYTHON:-3, 12, 1}', version), { mode: 0o755 });
      return path;
    },
    labWords: async () => (await readFile(`${log}.words`, 'utf8')).trimEnd().split('\n'),
    labEnvironment: () => readFile(`${log}.environment`, 'utf8'),
    remove: () => rm(home, { recursive: true, force: true }),
    run: async (command, words = [], variables = {}, whileItRuns) => {
      const npms = join(folder, 'node_modules', '.bin');
      const env = {
        PATH: [npms, bin].join(delimiter),
        HOME: home,
        FAKE_LOG: log,
        FAKE_FOLDER: fakes,
        npm_lifecycle_event: command,
        npm_config_user_agent: 'npm',
        ...variables,
      };
      const script = join(folder, 'setup', `${command}.mjs`);
      const child = spawn(process.execPath, [script, ...words], { cwd: folder, env });
      const ended = outcome(child);
      await whileItRuns?.(child);
      return ended;
    },
  };
}

function outcome(child: ChildProcess): Promise<Ended> {
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.on('data', (bytes: Buffer) => {
      output[name] += bytes.toString('utf8');
    });
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, ...output }));
  });
}
