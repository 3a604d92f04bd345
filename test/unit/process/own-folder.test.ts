import { spawnSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { makeOwnFolder } from '../../../src/process/own-folder.ts';

const purpose = `test${process.pid}`;
afterEach(() => {
  for (const name of readdirSync(tmpdir())) {
    if (name.includes(purpose)) rmSync(join(tmpdir(), name), { recursive: true });
  }
});

/** A number that no process has any more. */
function endedPid(): number {
  return spawnSync(process.execPath, ['--version']).pid;
}

test.skipIf(process.platform === 'win32')('only this user can enter it', async () => {
  const folder = await makeOwnFolder(purpose);
  expect(dirname(folder)).toBe(tmpdir());
  expect(lstatSync(folder).mode & 0o777).toBe(0o700);
});

test('what a killed process left is removed, and nothing else', async () => {
  const living = await makeOwnFolder(purpose);
  const name = (pid: number | string) => living.replace(`-${process.pid}-`, `-${pid}-`);
  const [abandoned, other, file, link] = [
    name(endedPid()),
    name('x'),
    `${name(endedPid())}file`,
    `${name(endedPid())}link`,
  ];
  mkdirSync(join(abandoned, 'cuda'), { recursive: true });
  writeFileSync(join(abandoned, 'cuda/a.so'), '');
  mkdirSync(other);
  writeFileSync(file, '');
  symlinkSync(living, link);
  const folder = await makeOwnFolder(purpose);
  expect([abandoned, living, other, file, link, folder].map((path) => existsSync(path))).toEqual([
    false,
    true,
    true,
    true,
    true,
    true,
  ]);
});
