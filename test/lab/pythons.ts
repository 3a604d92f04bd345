import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { runProcess } from '../../src/process/process.ts';
import { commandOnPath } from '../../src/python/python-files.ts';
import { root } from '../../src/root.ts';

/** The Python with TensorFlow 2.21 that `npm start` and `npm test` make. */
export const practicePython = join(root, '.venv/bin/python');

/** Why the lab cannot be tried here; undefined when it can. */
export function whyNoLab(): string | undefined {
  if (process.platform !== 'linux' || process.arch !== 'x64') return 'the lab is for Linux x86-64';
  if (!existsSync(practicePython)) return 'there is no .venv with TensorFlow';
  if (commandOnPath('cc', process.env) === undefined) return 'there is no C compiler';
  return undefined;
}

/** A Python 3.8 of this machine, the newest for which TensorFlow 2.4 was made. */
export function python38(): string | undefined {
  const onPath = commandOnPath('python3.8', process.env);
  if (onPath !== undefined && !onPath.includes('/shims/')) return onPath;
  const versions = join(process.env['PYENV_ROOT'] ?? join(homedir(), '.pyenv'), 'versions');
  if (!existsSync(versions)) return undefined;
  return readdirSync(versions)
    .filter((name) => name.startsWith('3.8.'))
    .map((name) => join(versions, name, 'bin/python'))
    .find((path) => existsSync(path));
}

/** Where a venv with TensorFlow 2.4.1 is kept between runs of the tests. */
const oldFolder = join(
  process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'),
  'tf-gpu-doctor-test/tensorflow-2.4.1',
);

/** Makes that venv when there is none: a minute or two. @throws Error with pip's last words */
export async function oldTensorflow(python: string): Promise<string> {
  const made = join(oldFolder, 'bin/python');
  const complete = join(oldFolder, 'complete');
  if (existsSync(complete)) return made;
  await rm(oldFolder, { recursive: true, force: true });
  await mkdir(oldFolder, { recursive: true });
  await run(python, ['-m', 'venv', oldFolder]);
  await run(made, ['-m', 'pip', 'install', '--quiet', 'tensorflow==2.4.1']);
  writeFileSync(complete, '');
  return made;
}

async function run(file: string, args: readonly string[]): Promise<void> {
  const { end, stderr } = await runProcess({
    file,
    args,
    environment: { ...process.env, PYTHONPATH: undefined, VIRTUAL_ENV: undefined },
    timeoutMs: 600_000,
  });
  if (end.how === 'exit' && end.code === 0) return;
  throw new Error(`${file} ${args.join(' ')}: ${JSON.stringify(end)}\n${stderr.slice(-2000)}`);
}
