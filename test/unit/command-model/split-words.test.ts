import { expect, test } from 'vitest';

import { splitWords } from '../../../src/command-model/split-words.ts';
import { UsageError } from '../../../src/errors.ts';

test.each([
  ['', []],
  ['   \t ', []],
  ['--static', ['--static']],
  ['  a   b\tc ', ['a', 'b', 'c']],
  ['--python "/my venv/bin/python"', ['--python', '/my venv/bin/python']],
  ["--python='/my venv/bin/python'", ['--python=/my venv/bin/python']],
  ['a"b c"d', ['ab cd']],
  [`"it's"`, ["it's"]],
  [`'say "no"'`, ['say "no"']],
  ['""', ['']],
  [String.raw`my\ venv`, ['my venv']],
  [String.raw`\"a\"`, ['"a"']],
  [String.raw`"a\"b"`, ['a"b']],
  [String.raw`'a\'`, ['a\\']],
  [String.raw`C:\Python\python.exe`, [String.raw`C:\Python\python.exe`]],
  [String.raw`"C:\Program Files\python.exe"`, [String.raw`C:\Program Files\python.exe`]],
  ['a\\', ['a\\']],
  ['$HOME *.txt | cat', ['$HOME', '*.txt', '|', 'cat']],
  ['東京 🐍', ['東京', '🐍']],
])('%j', (line, words) => {
  expect(splitWords(line)).toEqual(words);
});

test.each([`"a`, `'a`, `a "b" 'c`])('%s is not closed', (line) => {
  expect(() => splitWords(line)).toThrow(UsageError);
});
