import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { UsageError } from '../../../src/errors.ts';
import { saveNotebookIn } from '../../../src/jupyter/saved-notebook.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tf-gpu-doctor-saved-'));
  file = join(folder, 'a.ipynb');
});
afterEach(() => rmSync(folder, { recursive: true }));

test('it is replaced again and again, and nothing unfinished stays', () => {
  writeFileSync(file, 'old');
  const saved = saveNotebookIn(file, 'old');
  saved.save('one');
  saved.save('two');
  expect(readFileSync(file, 'utf8')).toBe('two');
  expect(readdirSync(folder)).toEqual(['a.ipynb']);
  expect(saved.diverted()).toBe(false);
});

test.skipIf(process.platform === 'win32')('its permissions stay, and a link stays a link', () => {
  writeFileSync(file, 'old');
  chmodSync(file, 0o662);
  const link = join(folder, 'link.ipynb');
  symlinkSync(file, link);
  saveNotebookIn(link, 'old').save('new');
  expect(lstatSync(link).isSymbolicLink()).toBe(true);
  expect(readFileSync(file, 'utf8')).toBe('new');
  expect(statSync(file).mode & 0o777).toBe(0o662);
});

test('a file that somebody else has changed is left alone', () => {
  writeFileSync(file, 'old');
  const saved = saveNotebookIn(file, 'old');
  writeFileSync(file, 'theirs');
  saved.save('ours');
  saved.save('ours again');
  expect(readFileSync(file, 'utf8')).toBe('theirs');
  expect([saved.diverted(), readFileSync(saved.file(), 'utf8')]).toEqual([true, 'ours again']);
  expect(readdirSync(folder)).toHaveLength(2);
});

test('a folder that is gone is a sentence', () => {
  const saved = saveNotebookIn(join(folder, 'gone', 'a.ipynb'), undefined);
  expect(() => saved.save('x')).toThrow(UsageError);
  expect(existsSync(join(folder, 'gone'))).toBe(false);
});

test.skipIf(process.platform === 'win32')(
  'a link that somebody put where the unfinished file was is not followed',
  () => {
    const victim = join(folder, 'victim');
    writeFileSync(victim, 'precious');
    writeFileSync(file, 'old');
    symlinkSync(victim, join(folder, '.a.ipynb.unfinished'));
    saveNotebookIn(file, 'old').save('new');
    expect(readFileSync(victim, 'utf8')).toBe('precious');
    expect([readFileSync(file, 'utf8'), lstatSync(file).isFile()]).toEqual(['new', true]);
  },
);
