import { existsSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { smallClone, type SmallClone } from './small-clone.ts';

let clone: SmallClone;
beforeEach(async (context) => {
  if (process.platform === 'win32') context.skip('the pretending npm and Python are shell scripts');
  clone = await smallClone();
});
afterEach(() => clone.remove());

const everything = [
  'npm ci --include=dev --no-audit --no-fund',
  'npm run build --silent',
  'python3 -m venv --prompt',
  'python -m pip install',
  'python compileall -q',
  'python -m jupyterlab --ServerApp.root_dir',
];

async function names(): Promise<readonly string[]> {
  return (await clone.calls()).map((call) => call.replace(/=.*clone.*/u, ''));
}

/** Waits until pip is at work, then stops the set-up with a signal. */
function stopDuringPip(signal: NodeJS.Signals) {
  return async (child: { kill(signal: NodeJS.Signals): boolean }) => {
    for (let tries = 0; tries < 500; tries += 1) {
      if (existsSync(join(clone.folder, '.venv', 'half-made'))) break;
      await wait(20);
    }
    child.kill(signal);
  };
}

test('a fresh clone is set up from nothing, then JupyterLab opens', async () => {
  const { code, stdout, stderr } = await clone.run('start');
  expect(stderr).toBe('');
  expect(code).toBe(0);
  expect(await names()).toEqual(everything.map((call) => expect.stringContaining(call)));
  expect(stdout.match(/ … (installed|built|registered)/gu)).toHaveLength(4);
});

test('the second start installs nothing', async () => {
  await clone.run('start');
  await clone.calls();
  const { code, stdout } = await clone.run('start');
  expect(code).toBe(0);
  // The bytecode is looked at each time, and made where it is old.
  expect(await names()).toEqual([
    expect.stringContaining('compileall'),
    expect.stringContaining('jupyterlab'),
  ]);
  expect(stdout.match(/ … ready/gu)).toHaveLength(3);
});

test.each([
  ['package-lock.json', '{"packages":{"node_modules/new":{"version":"1.0.0"}}}', [0, 1, 4, 5]],
  ['src/root.ts', '// changed', [1, 4, 5]],
  ['setup/requirements.lock', 'jupyterlab==4.6.6\n', [3, 4, 5]],
])('after a change of %s only what depends on it is done again', async (path, text, expected) => {
  await clone.run('start');
  await clone.calls();
  await clone.write(path, text);
  await clone.run('start');
  const again = expected.map((index) => expect.stringContaining(everything[index] ?? ''));
  expect(await names()).toEqual(again);
});

test('packages are installed with the hashes of the lock file, and only ready-made ones', async () => {
  await clone.run('start');
  const words = (await clone.pipWords()).join(' ');
  expect(words).toMatch(/--require-hashes --only-binary=:all: -r \S+requirements\.lock$/u);
});

test('the long step says in a log how far it is', async () => {
  const variables = { FAKE_PIP: 'slow', TF_GPU_DOCTOR_LOG_EVERY: '20' };
  const { stdout } = await clone.run('start', [], variables);
  expect(stdout).toMatch(/\n {4}\d s: package 1 of about \d+: tensorflow \(572\.0 MB\)\n/u);
});

test('a named Python that cannot be used is refused, also when there is a .venv', async () => {
  await clone.run('start');
  await clone.calls();
  const { code, stderr } = await clone.run('start', [], { PYTHON: '/nowhere/python' });
  expect(stderr).toContain('names no Python 3.10 to 3.13 of 64 bits: /nowhere/python does not run');
  expect(code).toBe(1);
  expect(await names()).toEqual([]);
});

test('a named Python of another version is not taken silently for that of .venv', async () => {
  await clone.run('start');
  const python = await clone.addPython('other', '3, 13, 0');
  const { code, stdout } = await clone.run('start', [], { PYTHON: python });
  expect(stdout).toMatch(
    /ready, with Python 3\.12\.1; to have it made from PYTHON, remove \S+\.venv/u,
  );
  expect(code).toBe(0);
});

test('options after -- go to JupyterLab, after ours', async () => {
  await clone.run('start', ['--no-browser', '--port', '8899']);
  const words = await clone.labWords();
  expect(words.slice(-3)).toEqual(['--no-browser', '--port', '8899']);
  expect(words).toContain('--LabApp.default_url=/lab/tree/00-start.ipynb');
  expect(words).toContain('--LabApp.news_url=None');
});

test('who names a folder of their own is not sent to our notebook', async () => {
  await clone.run('start', ['--notebook-dir=/tmp']);
  expect((await clone.labWords()).join(' ')).not.toMatch(/00-start|root_dir/u);
});

test("JupyterLab has the person's environment, without what npm adds", async () => {
  await clone.run('start', [], { VIRTUAL_ENV: '/envs/tf', PYTHONPATH: '/cluster' });
  const environment = await clone.labEnvironment();
  expect(environment).toContain('VIRTUAL_ENV=/envs/tf');
  expect(environment).toContain('PYTHONPATH=/cluster');
  expect(environment).not.toMatch(/^npm_/mu);
  expect(environment).not.toMatch(/^PATH=.*node_modules/mu);
});

test("the exit code is JupyterLab's", async () => {
  expect((await clone.run('start', [], { FAKE_LAB: '3' })).code).toBe(3);
});

test('Ctrl-C during the set-up ends it with a word, and the next start goes on', async () => {
  const stopped = await clone.run('start', [], { FAKE_PIP: 'hang' }, stopDuringPip('SIGINT'));
  expect(stopped.code).toBe(130);
  expect(stopped.stderr).toContain('Stopped. `npm start` goes on from here.');
  await clone.calls();

  const { code } = await clone.run('start');
  expect(code).toBe(0);
  expect(await names()).toEqual(everything.slice(2).map((call) => expect.stringContaining(call)));
});

test('what a killed set-up left half made is not believed', async () => {
  await clone.run('start', [], { FAKE_PIP: 'hang' }, stopDuringPip('SIGKILL'));
  await clone.calls();
  const { code } = await clone.run('start');
  expect(code).toBe(0);
  expect(await names()).toEqual(everything.slice(2).map((call) => expect.stringContaining(call)));
  expect(existsSync(join(clone.folder, '.venv', 'half-made'))).toBe(false);
});

test('an environment that somebody else made is completed, never removed', async () => {
  await clone.run('start');
  await clone.write('.venv/mine', 'precious');
  await clone.write('.venv/tf-gpu-doctor.json', '{"state": "installing", "made": false}');
  await clone.calls();
  expect((await clone.run('start')).code).toBe(0);
  expect(await names()).toEqual(everything.slice(3).map((call) => expect.stringContaining(call)));
  expect(existsSync(join(clone.folder, '.venv', 'mine'))).toBe(true);
});

test('kernels elsewhere that can no longer start are named', async () => {
  const kernels = JSON.stringify([{ folder: '/home/kernels/tf-gpu-doctor', state: 'moved' }]);
  const { stderr } = await clone.run('start', [], { FAKE_KERNELS: kernels });
  expect(stderr).toContain('/home/kernels/tf-gpu-doctor cannot start');
  expect(stderr).toContain('npx tf-gpu-doctor kernel install');
});
