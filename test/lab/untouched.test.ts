import { spawn } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { tmpdir } from 'node:os';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { findWheel } from '../../src/lab/wheel.ts';
import { runProcess } from '../../src/process/process.ts';
import { root } from '../../src/root.ts';
import { practicePython, whyNoLab } from './pythons.ts';

// What the lab leaves alone, and what it leaves behind.

const base = mkdtempSync(join(tmpdir(), 'lab-untouched-'));
afterAll(() => rmSync(base, { recursive: true }));
const temporary = join(base, 'tmp');
mkdirSync(temporary);
// Python may write bytecode, as it does on most machines.
const environment = { ...process.env, PYTHONDONTWRITEBYTECODE: undefined, TMPDIR: temporary };

const program = join(root, 'dist/src/cli/main.js');
async function run(file: string, args: readonly string[]): Promise<string> {
  const { end, stdout, stderr } = await runProcess({ file, args, environment, timeoutMs: 90_000 });
  expect({ end, stderr }).toMatchObject({ end: { how: 'exit', code: 0 } });
  return stdout;
}
const labRun = (python: string, scenario: string, ...command: readonly string[]) =>
  run(process.execPath, [program, 'lab', 'run', scenario, '--python', python, '--', ...command]);

/** A venv whose TensorFlow has what the lab reads of it: its build, and its own libraries. */
async function smallEnvironment(): Promise<string> {
  const { folder } = await findWheel({ python: practicePython, environment });
  const venv = join(base, 'venv');
  await run(practicePython, ['-m', 'venv', '--without-pip', venv]);
  const python = join(venv, 'bin/python');
  const line = 'import sysconfig; print(sysconfig.get_path("purelib"))';
  const site = (await run(python, ['-c', line])).trim();
  const own = join(site, 'tensorflow');
  for (const name of [
    'python/platform/build_info.py',
    'libtensorflow_framework.so.2',
    'libtensorflow_cc.so.2',
  ]) {
    mkdirSync(dirname(join(own, name)), { recursive: true });
    symlinkSync(join(folder, name), join(own, name));
  }
  writeFileSync(join(own, '__init__.py'), 'print("the TensorFlow of the user")\n');
  mkdirSync(join(site, 'tensorflow-2.21.0.dist-info'));
  writeFileSync(
    join(site, 'tensorflow-2.21.0.dist-info/METADATA'),
    'Metadata-Version: 2.1\nName: tensorflow\nVersion: 2.21.0\n',
  );
  // pip compiles what it installs, so that an import writes nothing.
  await run(python, ['-m', 'compileall', '-q', own]);
  return venv;
}

/** Every file and folder with what changes when somebody writes to it, or replaces it. */
function listing(folder: string): readonly string[] {
  return [
    folder,
    ...readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
  ]
    .toSorted()
    .map((path) => {
      const { ino, size, mode, mtimeNs, ctimeNs } = lstatSync(path, { bigint: true });
      return [path, ino, size, mode, mtimeNs, ctimeNs].join(' ');
    });
}

const folders = (): string[] =>
  readdirSync(temporary).filter((name) => name.startsWith('tf-gpu-doctor-lab-'));

const reason = whyNoLab();

describe.skipIf(reason !== undefined)(`the lab ${reason ?? ''}`, () => {
  it('touches no file of the environment whose TensorFlow it runs', async () => {
    const venv = await smallEnvironment();
    const python = join(venv, 'bin/python');
    const before = listing(venv);
    expect(before.length).toBeGreaterThan(15);
    // Libraries beside CUDA, and libraries as packages beside a TensorFlow that is linked to.
    for (const scenario of ['healthy', 'healthy-packages']) {
      const said = await labRun(
        python,
        scenario,
        'sh',
        '-c',
        'nvidia-smi -L; python -c "import tensorflow"',
      );
      expect(said).toContain('NVIDIA GeForce RTX 3080');
      expect(said).toContain('the TensorFlow of the user');
    }
    expect(listing(venv)).toEqual(before);
    expect(folders()).toEqual([]);
  });

  it('removes what a run that was killed has left, at the next one', async () => {
    const started = join(base, 'started');
    const line = `touch ${started}; exec sleep 100`;
    const killed = spawn(
      process.execPath,
      [program, 'lab', 'run', 'healthy', '--python', practicePython, '--', 'sh', '-c', line],
      { env: environment, stdio: 'ignore' },
    );
    const gone = new Promise((resolve) => killed.once('exit', (_code, signal) => resolve(signal)));
    await vi.waitFor(() => expect(existsSync(started)).toBe(true), { timeout: 60_000 });
    const [left] = folders();
    killed.kill('SIGKILL');
    expect(await gone).toBe('SIGKILL');
    expect(left).toBeDefined();
    expect(folders()).toEqual([left]);
    const during = await labRun(practicePython, 'healthy', 'ls', temporary);
    expect(during).toContain('tf-gpu-doctor-lab-');
    expect(during).not.toContain(left);
    expect(folders()).toEqual([]);
  });
});
