import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FileError, UsageError } from '../../../src/errors.ts';
import { createFile, replaceFile, writeError } from '../../../src/snapshot/write-file.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tf-gpu-doctor-write-'));
  file = join(folder, 'a');
});
afterEach(() => rmSync(folder, { recursive: true }));

const failure = (code: string): Error => Object.assign(new Error(code), { code });

describe('a file that is made', () => {
  test('holds the text', () => {
    createFile(file, 'text');
    expect(readFileSync(file, 'utf8')).toBe('text');
  });

  test('takes the place of nothing', () => {
    writeFileSync(file, 'theirs');
    expect(() => createFile(file, 'ours')).toThrow(UsageError);
    expect(readFileSync(file, 'utf8')).toBe('theirs');
  });

  test.skipIf(process.platform === 'win32')('follows no link, not even one to nowhere', () => {
    symlinkSync(join(folder, 'elsewhere'), file);
    expect(() => createFile(file, 'ours')).toThrow(UsageError);
    expect(readdirSync(folder)).toEqual(['a']);
  });
});

describe('a file that is replaced', () => {
  test('keeps its permissions, and nothing unfinished stays', () => {
    writeFileSync(file, 'old');
    chmodSync(file, 0o640);
    replaceFile(file, 'new');
    expect([readFileSync(file, 'utf8'), statSync(file).mode & 0o777]).toEqual(['new', 0o640]);
    expect(readdirSync(folder)).toEqual(['a']);
  });

  test('is as it was when the new one cannot take its place', () => {
    mkdirSync(file);
    expect(() => replaceFile(file, 'new')).toThrow(UsageError);
    expect([lstatSync(file).isDirectory(), readdirSync(folder)]).toEqual([true, ['a']]);
  });
});

test.each([
  ['ENOENT', UsageError, 'x could not be written: its folder does not exist.'],
  ['EISDIR', UsageError, 'x could not be written: it is a folder.'],
  ['ENOSPC', FileError, 'x could not be written: the disk is full.'],
  ['EACCES', FileError, 'x could not be written: you may not write there.'],
  ['EIO', FileError, 'x could not be written: EIO.'],
])('%s', (code, kind, message) => {
  const error = writeError('x', failure(code));
  expect(error).toBeInstanceOf(kind);
  expect(error.message).toBe(message);
});
