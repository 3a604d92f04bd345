import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';

import { quoted, quotedProgram, variableLine } from '../../src/shell.ts';

const words = [
  'plain',
  'a b',
  "it's",
  '$(touch PWN)',
  '`id`',
  '"',
  '\\',
  '!x',
  '~',
  '*',
  '',
  'é',
  'a;b',
  '&&',
];

test('a real shell reads back what was quoted', () => {
  const line = words.map((word) => quoted(word)).join(' ');
  const read = execFileSync('sh', ['-c', `printf '%s\\n' ${line}`], { encoding: 'utf8' });
  expect(read.split('\n').slice(0, -1)).toEqual(words);
});

test('a variable that is set and taken away by its line', () => {
  const script = `${variableLine('A', "x 'y' $(id)")}; printf %s "$A"; ${variableLine('A', null)}; printf %s "\${A-gone}"`;
  expect(execFileSync('sh', ['-c', script], { encoding: 'utf8' })).toBe("x 'y' $(id)gone");
});

test('a line end does not begin a second command', () => {
  expect(quoted('a\nrm b')).toBe("'a rm b'");
});

describe('Windows', () => {
  test.each([
    ['C:\\tf\\python.exe', 'C:\\tf\\python.exe', 'C:\\tf\\python.exe'],
    ['C:\\My tf\\python.exe', "'C:\\My tf\\python.exe'", '"C:\\My tf\\python.exe"'],
    ['$(calc)', "'$(calc)'", '"$(calc)"'],
    ["it's", "'it''s'", '"it\'s"'],
    ['it\u2019s', "'it\u2019\u2019s'", '"it\u2019s"'],
    ['%PATH%', "'%PATH%'", '"PATH"'],
    ['a" & calc', "'a\" & calc'", '"a & calc"'],
    ['@x', "'@x'", '@x'],
  ])('%s', (word, powershell, cmd) => {
    expect(quoted(word, 'powershell')).toBe(powershell);
    expect(quoted(word, 'cmd')).toBe(cmd);
  });

  test('a quoted program is called with &', () => {
    expect(quotedProgram('C:\\My tf\\python.exe', 'powershell')).toBe("& 'C:\\My tf\\python.exe'");
    expect(quotedProgram('python', 'powershell')).toBe('python');
  });

  test('variables', () => {
    expect(variableLine('A', '0,1', 'powershell')).toBe("$env:A = '0,1'");
    expect(variableLine('A', "a'b", 'powershell')).toBe("$env:A = 'a''b'");
    expect(variableLine('A', '', 'powershell')).toBe("$env:A = ''");
    expect(variableLine('A', '0,1', 'cmd')).toBe('set "A=0,1"');
    expect(variableLine('A', null, 'cmd')).toBe('set "A="');
  });
});
