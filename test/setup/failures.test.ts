import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { smallClone, type SmallClone } from './small-clone.ts';

beforeEach((context) => {
  if (process.platform === 'win32') context.skip('the pretending npm and Python are shell scripts');
});

/** What npm and pip really print in these cases, cut to the line that matters. */
const failures = [
  [
    'npm offline',
    { FAKE_NPM: 'getaddrinfo EAI_AGAIN registry.npmjs.org' },
    /^The npm registry could not be reached\. Check the network/u,
  ],
  [
    'npm, full disk',
    { FAKE_NPM: 'nospc ENOSPC: no space left on device, write' },
    /^The disk is full\. Free about 4 GB/u,
  ],
  ['npm, a read-only folder', { FAKE_NPM: 'code EACCES' }, /^The set-up may not write to .*clone/u],
  [
    'pip offline',
    {
      FAKE_PIP:
        "Retrying after connection broken by 'NewConnectionError(...)'\nERROR: No matching distribution found for jupyterlab",
    },
    /^PyPI could not be reached\. Check the network/u,
  ],
  [
    'pip, full disk',
    {
      FAKE_PIP: 'Could not install packages due to an OSError: [Errno 28] No space left on device',
    },
    /^The disk is full/u,
  ],
  ['pip, quota', { FAKE_PIP: '[Errno 122] Disk quota exceeded' }, /^Your disk quota is used up/u],
  [
    'pip behind a proxy',
    { FAKE_PIP: 'SSLError(SSLCertVerificationError(1, "CERTIFICATE_VERIFY_FAILED"))' },
    /^The certificate of PyPI was not accepted/u,
  ],
  [
    'no wheel',
    { FAKE_PIP: 'No matching distribution found for tensorflow>=2.16' },
    /^PyPI has no tensorflow for this Python on \w+ \w+\./u,
  ],
  [
    'an old Python',
    { FAKE_PYTHON: '3, 9, 2' },
    /^No Python 3\.10 to 3\.13 was found \(\S+ is Python 3\.9\.2\)\. Install Python 3\.13/u,
  ],
  [
    'Python 2',
    { FAKE_PYTHON: '2, 7, 18' },
    /^No Python 3\.10 to 3\.13 was found \(\S+ is Python 2\.7\.18\)/u,
  ],
  ['a 32-bit Python', { FAKE_BITS: '32' }, /python3 is a 32-bit Python/u],
  [
    'no venv module',
    { FAKE_VENV: 'false' },
    /lacks the venv module\. Install it \(on Debian and Ubuntu: `sudo apt install python3\.12-venv`\)/u,
  ],
  [
    'PYTHON names nothing',
    { PYTHON: '/no/such/python' },
    /^The variable PYTHON names no Python 3\.10 to 3\.13 of 64 bits: \/no\/such\/python does not run\./u,
  ],
] as const;

describe('each failure is one sentence of what happened and one of what to do', () => {
  let clone: SmallClone;
  beforeEach(async () => {
    clone = await smallClone();
  });
  afterEach(() => clone.remove());

  test.each(failures)('%s', async (_, variables, sentence) => {
    const { code, stderr } = await clone.run('start', [], variables);
    expect(stderr.trim()).toMatch(sentence);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(code).toBe(1);
    // Nothing was broken by it: with the cause gone, the same command works.
    expect((await clone.run('start')).code).toBe(0);
  });

  test('a failure that nobody foresaw shows what the program printed', async () => {
    const { stderr } = await clone.run('start', [], { FAKE_PIP: 'the moon is full' });
    expect(stderr).toContain('ERROR: the moon is full');
    expect(stderr.trim()).toMatch(/Installing the Python packages \(exit code 1\) failed/u);
  });

  test('a Node.js that is too old says so and does nothing', async () => {
    const pretend = "Object.defineProperty(process, 'versions', { value: { node: '12.22.12' } })";
    const preload = `--import=data:text/javascript,${encodeURIComponent(pretend)}`;
    for (const command of ['start', 'test'] as const) {
      const { code, stdout, stderr } = await clone.run(command, [], { NODE_OPTIONS: preload });
      expect(stderr).toMatch(/^tf-gpu-doctor needs Node\.js 20 or newer, and this is Node\.js 12/u);
      expect([code, stdout, await clone.calls()]).toEqual([1, '', []]);
    }
  });

  test('a .venv of a Python without TensorFlow is named, not removed', async () => {
    await clone.run('start');
    await rm(join(clone.folder, '.venv', 'tf-gpu-doctor.json'));
    const { stderr } = await clone.run('start', [], { FAKE_PYTHON: '3, 14, 0' });
    expect(stderr).toMatch(
      /\.venv\/bin\/python is Python 3\.14\.0, .* Remove the folder \S+\.venv/u,
    );
  });

  test('a .venv that is something else is named, not removed', async () => {
    await clone.write('.venv/README', 'not an environment');
    const { stderr } = await clone.run('start');
    expect(stderr).toMatch(/\.venv has no working Python in it and was not made by npm start/u);
  });
});

test('no Python at all', async () => {
  const clone = await smallClone([]);
  const { stderr } = await clone.run('start');
  await clone.remove();
  expect(stderr.trim()).toMatch(/^No Python 3\.10 to 3\.13 was found\. Install Python 3\.13/u);
});

test('the newest Python that fits makes the environment, whatever else is on PATH', async () => {
  const clone = await smallClone(['python', 'python3', 'python3.10', 'python3.13']);
  await clone.run('start', [], { FAKE_PYTHON: '3, 13, 0' });
  const calls = await clone.calls();
  await clone.remove();
  expect(calls.filter((call) => call.includes('-m venv'))).toEqual(['python3.13 -m venv --prompt']);
});
