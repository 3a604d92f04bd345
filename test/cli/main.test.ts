import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';

import manifest from '../../package.json' with { type: 'json' };
import { root } from '../../src/root.ts';

const main = join(root, 'dist/src/cli/main.js');

interface End {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built command as a shell does; its output goes to pipes. */
function call(...args: string[]): Promise<End> {
  return new Promise((resolve) => {
    execFile(process.execPath, [main, ...args], { env: {} }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}

/** `echo … | tf-gpu-doctor explain` */
function piped(input: string): Promise<End> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [main, 'explain'],
      { env: {} },
      (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
      },
    );
    child.stdin?.end(input);
  });
}

beforeAll(() => {
  if (!existsSync(main)) throw new Error('These tests run what was built: `npm run build` first.');
});

describe.concurrent('the command line', { timeout: 20_000 }, () => {
  test('--version says the version of package.json', async () => {
    expect(await call('--version')).toEqual({
      code: 0,
      stdout: `${manifest.version}\n`,
      stderr: '',
    });
  });

  test.each([[[]], [['--help']], [['help']]])('%j lists the commands', async (args) => {
    const { code, stdout, stderr } = await call(...args);
    expect(stdout).toMatch(/^guide \s+/mu);
    expect([code, stderr]).toEqual([0, '']);
  });

  test('help COMMAND is the same as COMMAND --help', async () => {
    const one = await call('help', 'guide');
    expect(one.stdout).toContain('tf-gpu-doctor guide [options]');
    expect(await call('guide', '--help')).toEqual(one);
  });

  test('--help --json is one object', async () => {
    const { stdout } = await call('--help', '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      schema: 'tf-gpu-doctor/commands',
      commands: expect.arrayContaining([expect.objectContaining({ name: 'guide' })]),
    });
  });

  test('a log that is piped in is explained', async () => {
    const { code, stdout, stderr } = await piped('libcudnn.so.8: cannot open shared object file\n');
    expect(stdout).toContain('The cuDNN library that TensorFlow needs was not found.');
    expect([code, stderr]).toEqual([0, '']);
  });

  test('nothing that is piped in is wrong usage', async () => {
    expect((await piped('')).code).toBe(2);
  });

  test('wrong usage is said on standard error', async () => {
    const { code, stdout, stderr } = await call('gude');
    expect(stderr).toContain('There is no command gude. Did you mean guide?');
    expect([code, stdout]).toEqual([2, '']);
  });

  test('with --json there is one object on standard output, also when it is an error', async () => {
    const { code, stdout, stderr } = await call('gude', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ schema: 'tf-gpu-doctor/error', kind: 'usage' });
    expect([code, stderr]).toEqual([2, '']);
  });
});
