import { afterEach, beforeEach, expect, test } from 'vitest';
import { smallClone, type SmallClone } from './small-clone.ts';

let clone: SmallClone;
beforeEach(async (context) => {
  if (process.platform === 'win32') context.skip('the pretending npm and Python are shell scripts');
  clone = await smallClone();
  await clone.write('test/unit/a.test.ts', '');
  await suite('unit', { passed: 4, failed: 0, skipped: [] });
});
afterEach(() => clone.remove());

async function suite(name: string, sum: object): Promise<void> {
  await clone.write(`test/${name}/a.test.ts`, '');
  await clone.write(`test/${name}/sum.json`, JSON.stringify({ files: [], ...sum }));
}

function lastLine(text: string): string | undefined {
  return text.trimEnd().split('\n').at(-1);
}

test('the last line is the sum over the static checks and all suites', async () => {
  await suite('jupyter', {
    passed: 2,
    failed: 0,
    skipped: [{ name: 'a browser', reason: 'no Chromium' }],
  });
  const { code, stdout, stderr } = await clone.run('test');
  expect(stderr).toBe('');
  expect(stdout).toContain('jupyter: a browser: no Chromium');
  expect(lastLine(stdout)).toBe('8 passed, 0 failed, 1 skipped');
  expect(code).toBe(0);
  const calls = await clone.calls();
  expect(calls).toContain('npm run --silent check:types');
  expect(calls.filter((call) => call.includes('pip'))).toHaveLength(1);
});

test('the ten slowest test files are listed before the sum', async () => {
  const files = Array.from({ length: 12 }, (_, at) => ({ name: `file-${at}`, seconds: at }));
  await suite('unit', { passed: 12, failed: 0, skipped: [], files });
  const { stdout } = await clone.run('test', ['unit']);
  const listed = [...stdout.matchAll(/^ +(?<seconds>[\d.]+) {2}file-\d+$/gmu)];
  expect(listed.map(({ groups }) => groups?.['seconds'])).toEqual([
    '11.0',
    '10.0',
    '9.0',
    '8.0',
    '7.0',
    '6.0',
    '5.0',
    '4.0',
    '3.0',
    '2.0',
  ]);
  expect(lastLine(stdout)).toBe('12 passed, 0 failed, 0 skipped');
});

test('a check without its tool is skipped, with the reason', async () => {
  const { stdout, code } = await clone.run('test', ['check'], { FAKE_NPM_MISSING: 'check:c' });
  expect(stdout).toContain('check: check:c: there is no C compiler');
  expect([lastLine(stdout), code]).toEqual(['1 passed, 0 failed, 1 skipped', 0]);
});

test('a failed test fails the run', async () => {
  await suite('wire', { passed: 1, failed: 2, skipped: [] });
  const { code, stdout } = await clone.run('test', ['unit', 'wire']);
  expect(stdout).toContain('Failed: wire (2)');
  expect([lastLine(stdout), code]).toEqual(['5 passed, 2 failed, 0 skipped', 1]);
});

test('a suite that ran no test has failed', async () => {
  await suite('wire', { passed: 0, failed: 0, skipped: [] });
  const { code, stdout } = await clone.run('test', ['wire']);
  expect(stdout).toContain('The suite wire has run no test.');
  expect([lastLine(stdout), code]).toEqual(['0 passed, 1 failed, 0 skipped', 1]);
});

test('a suite that crashed before it could count has failed', async () => {
  await clone.write('test/wire/a.test.ts', '');
  const { code, stdout } = await clone.run('test', ['wire']);
  expect([lastLine(stdout), code]).toEqual(['0 passed, 1 failed, 0 skipped', 1]);
});

test('a suite that ends badly after its last test has failed', async () => {
  await clone.write('test/unit/crashes', '');
  const { code, stdout } = await clone.run('test', ['unit']);
  expect([lastLine(stdout), code]).toEqual(['4 passed, 1 failed, 0 skipped', 1]);
});

test('one suite can be named, and light ones need no Python', async () => {
  const { code, stdout } = await clone.run('test', ['unit']);
  expect([lastLine(stdout), code]).toEqual(['4 passed, 0 failed, 0 skipped', 0]);
  expect((await clone.calls()).filter((call) => call.startsWith('python'))).toEqual([]);
});

test('a name that is no suite is answered with those there are', async () => {
  const { code, stderr } = await clone.run('test', ['unti']);
  expect([code, stderr]).toEqual([2, 'There is no suite unti. There are: check, unit.\n']);
});

test('a set-up that fails is a failure, with its sentence', async () => {
  const { code, stdout, stderr } = await clone.run('test', [], { FAKE_NPM: 'code ENOTFOUND' });
  expect(stderr).toMatch(/The npm registry could not be reached.*`npm test` again/u);
  expect([lastLine(stdout), code]).toEqual(['0 passed, 1 failed, 0 skipped', 1]);
});
