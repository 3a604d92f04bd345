import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FileError } from '../../../src/errors.ts';
import { isWhole, privateCache } from '../../../src/lab/cache.ts';

const somebody = 65_534;
const isRoot = process.getuid?.() === 0;

let base: string;
let own: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'tf-gpu-doctor-cache-'));
  own = join(base, 'tf-gpu-doctor');
});
afterEach(() => rmSync(base, { recursive: true }));

const cache = () => privateCache({ XDG_CACHE_HOME: base });

describe.skipIf(process.platform === 'win32')('the cache of the lab', () => {
  test('is made for this user only', async () => {
    const folder = await cache();
    expect([own, folder].map((one) => statSync(one).mode & 0o777)).toEqual([0o700, 0o700]);
  });

  test.each([0o770, 0o702])('with the mode %o is refused', async (mode) => {
    mkdirSync(own);
    chmodSync(own, mode);
    await expect(cache()).rejects.toThrow(/tf-gpu-doctor, and other users can write to it/u);
  });

  test('that is a link is refused', async () => {
    mkdirSync(own);
    symlinkSync(tmpdir(), join(own, 'lab'));
    await expect(cache()).rejects.toThrow(FileError);
  });

  test.skipIf(!isRoot)('of another user is refused', async () => {
    mkdirSync(own);
    chownSync(own, somebody, somebody);
    await expect(cache()).rejects.toThrow(/belongs to another user/u);
  });

  test('is whole when every file is there, is a file and is not empty', async () => {
    writeFileSync(join(base, 'a.so'), 'a');
    writeFileSync(join(base, 'b.so'), '');
    mkdirSync(join(base, 'c.so'));
    symlinkSync(join(base, 'a.so'), join(base, 'd.so'));
    expect(await isWhole(base, ['a.so'])).toBe(true);
    for (const name of ['b.so', 'c.so', 'd.so', 'e.so']) {
      expect(await isWhole(base, ['a.so', name])).toBe(false);
    }
    expect(await isWhole(join(base, 'nowhere'), [])).toBe(false);
  });

  test.skipIf(!isRoot)('is not whole with a file of another user', async () => {
    writeFileSync(join(base, 'a.so'), 'a');
    chownSync(join(base, 'a.so'), somebody, somebody);
    expect(await isWhole(base, ['a.so'])).toBe(false);
  });
});
