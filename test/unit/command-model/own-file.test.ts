import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { hasSchema, isSealed, sealed, writeOurs } from '../../../src/command-model/own-file.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tf-gpu-doctor-own-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const read = (): string => readFileSync(join(folder, 'a'), 'utf8');
const write = (text: string): void => writeOurs('a', folder, sealed(text, 'html'), isSealed);

test('a file of ours is replaced, one that was changed since is not', () => {
  write('one');
  write('two');
  expect(read()).toBe(sealed('two', 'html'));
  writeFileSync(join(folder, 'a'), `${read()}my note`);
  expect(() => write('three')).toThrow('is there already and is not ours');
  expect(read()).toContain('my note');
});

test.skipIf(process.platform === 'win32')('a link is not followed', () => {
  writeFileSync(join(folder, 'b'), sealed('ours', 'html'));
  symlinkSync(join(folder, 'b'), join(folder, 'a'));
  expect(() => write('new')).toThrow('is a link');
  expect(read()).toBe(sealed('ours', 'html'));
});

test('a folder is not a file', () => {
  mkdirSync(join(folder, 'a'));
  expect(() => write('new')).toThrow('it is not a file');
});

test.each(['<p>page</p>\n', '', '#!/usr/bin/env python3\nprint(1)\n', '日本語'])(
  'a seal is known again, and only over the text it was made for: %j',
  (text) => {
    const whole = sealed(text, 'python');
    expect(isSealed(whole)).toBe(true);
    expect(isSealed(`${whole} `)).toBe(false);
    expect(isSealed(text)).toBe(false);
  },
);

test('the line that starts a script stays the first', () => {
  expect(sealed('#!/usr/bin/env python3\nx\n', 'python')).toMatch(
    /^#!\/usr\/bin\/env python3\n# tf-gpu-doctor sha256:[0-9a-f]{64}\nx\n$/,
  );
});

test('a schema counts at the top only', () => {
  expect(hasSchema('{"schema": "a"}', ['a', 'b'])).toBe(true);
  expect(hasSchema('{"x": {"schema": "a"}}', ['a'])).toBe(false);
  expect(hasSchema('[', ['a'])).toBe(false);
  expect(hasSchema('null', ['a'])).toBe(false);
});
