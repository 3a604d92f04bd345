import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { behindShim } from '../../../src/python/pyenv.ts';

let root: string;
let shim: string;
const version = (name: string): string => join(root, 'versions', name, 'bin/python');

beforeAll(() => {
  root = mkdtempSync(join(realpathSync(tmpdir()), 'tgd-pyenv-'));
  shim = join(root, 'shims/python');
  for (const name of ['3.11.7', '3.8.18']) {
    mkdirSync(join(root, 'versions', name, 'bin'), { recursive: true });
    writeFileSync(version(name), '');
  }
  mkdirSync(join(root, 'project/deep'), { recursive: true });
  writeFileSync(join(root, 'version'), '3.11.7\n');
  writeFileSync(join(root, 'project/.python-version'), '9.9.9\n3.8.18\n');
});
afterAll(() => rmSync(root, { recursive: true }));

test('the global version, the nearest file, the variable', () => {
  expect(behindShim(shim, {}, '/')).toBe(version('3.11.7'));
  expect(behindShim(shim, {}, join(root, 'project/deep'))).toBe(version('3.8.18'));
  const environment = { PYENV_VERSION: '3.11.7:3.8.18' };
  expect(behindShim(shim, environment, join(root, 'project'))).toBe(version('3.11.7'));
});

test('what is no shim, and what leads nowhere, stays', () => {
  expect(behindShim('/usr/bin/python3', {}, '/')).toBe('/usr/bin/python3');
  expect(behindShim(shim, { PYENV_VERSION: 'system' }, '/')).toBe(shim);
});

const folder = (): string => mkdtempSync(join(root, 'hostile-'));

/** A folder with a program at `evil/bin/python`, and what its `.python-version` says. */
function hostile(says: string): string {
  const made = folder();
  mkdirSync(join(made, 'evil/bin'), { recursive: true });
  writeFileSync(join(made, 'evil/bin/python'), '');
  writeFileSync(join(made, '.python-version'), says.replaceAll('HERE', made));
  return made;
}

describe('a `.python-version` that came with a folder chooses no program of its own', () => {
  test.each([
    '../../../../../../../../../../proc/self/cwd/evil',
    '../../../../../../../../../..HERE/evil',
    '../hostile/evil',
    'HERE/evil',
    '3.11.7/../../HERE/evil',
    '3.11.7/envs/../../../evil',
    '..',
    '.',
    '3.11.7/bin/..',
    '-c',
  ])('%s', (says) => {
    expect(behindShim(shim, {}, hostile(says))).toBe(shim);
  });

  test('a version that is a link out of pyenv', () => {
    const made = hostile('linked');
    symlinkSync(join(made, 'evil'), join(root, 'versions/linked'));
    expect(behindShim(shim, {}, made)).toBe(shim);
  });

  test('a virtual environment of pyenv', () => {
    const made = folder();
    mkdirSync(join(root, 'versions/3.11.7/envs/work/bin'), { recursive: true });
    writeFileSync(join(root, 'versions/3.11.7/envs/work/bin/python'), '');
    symlinkSync(join(root, 'versions/3.11.7/envs/work'), join(root, 'versions/work'));
    for (const name of ['work', '3.11.7/envs/work']) {
      writeFileSync(join(made, '.python-version'), name);
      expect(behindShim(shim, {}, made)).toBe(version(name));
    }
  });

  test('a pipe that nobody writes to, an endless device, a long file', () => {
    const [pipe, device, long] = [folder(), folder(), folder()];
    execFileSync('mkfifo', [join(pipe, '.python-version')]);
    symlinkSync('/dev/zero', join(device, '.python-version'));
    writeFileSync(join(long, '.python-version'), '3.8.18\n'.padEnd(10_000_000, '#'));
    expect(behindShim(shim, {}, pipe)).toBe(version('3.11.7'));
    expect(behindShim(shim, {}, device)).toBe(version('3.11.7'));
    expect(behindShim(shim, {}, long)).toBe(version('3.8.18'));
  });
});
