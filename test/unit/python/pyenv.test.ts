import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { behindShim } from '../../../src/python/pyenv.ts';

let root: string;
let shim: string;
const version = (name: string): string => join(root, 'versions', name, 'bin/python');

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'tgd-pyenv-'));
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
