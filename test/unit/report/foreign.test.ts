import { describe, expect, test } from 'vitest';

import { clean, cleanCode, cleanLine } from '../../../src/report/foreign.ts';

describe('what is taken out of foreign text', () => {
  test.each([
    ['colours', '\u001b[31mred\u001b[0m', 'red'],
    ['C1 colours', '\u009b31mred', 'red'],
    ['links', '\u001b]8;;http://e.x\u0007link\u001b]8;;\u0007', 'link'],
    ['titles', '\u001b]0;title\u0007text', 'text'],
    ['links with a string terminator', '\u001b]8;;http://e.x\u001b\\link\u001b]8;;\u009c', 'link'],
    ['device control strings', '\u001bP+q544e\u001b\\text', 'text'],
    ['a cursor that moves', 'a\u001b[2Kb\u001b[1;1Hc\u001b[?25ld', 'abcd'],
    ['character sets', '\u001b(Btext', 'text'],
    ['a lone escape', 'a\u001bb', 'ab'],
    ['NUL and bell', 'a\u0000b\u0007c', 'abc'],
    ['backspaces', 'good\b\b\b\bevil', 'goodevil'],
    ['right-to-left marks', 'a\u202eb\u2066c\u200fd\u061ce', 'abcde'],
    ['what has no width', 'a\u200bb\u2060c\ufeffd\u00ade', 'abcde'],
    ['tags', 'a\u{e0041}b', 'ab'],
    ['half surrogates', 'a\ud800b', 'a\ufffdb'],
    ['carriage returns', 'a\r\nb\rc', 'a\nb\nc'],
    ['other line ends', 'a\u2028b\u2029c\u0085d', 'a\nb\nc\nd'],
  ])('%s', (_, text, expected) => {
    expect(clean(text)).toBe(expected);
  });

  test.each(['東京', '🐍', '👩‍🔬', 'é', 'שלום', 'a\tb\nc'])('but not %j', (text) => {
    expect(clean(text)).toBe(text);
  });
});

test('what is very long is cut, and says so', () => {
  expect(clean('x'.repeat(30_000))).toBe(`${'x'.repeat(20_000)}… (10000 more characters)`);
  expect(cleanLine('abcdef', 3)).toBe('abc… (3 more characters)');
});

test('a line has no line ends, code keeps its blanks', () => {
  expect(cleanLine('  a\n\n b\tc ')).toBe('a b c');
  expect(cleanCode('a  b\nc')).toBe('a  b c');
});

test('a title without an end does not take the text after it away', () => {
  expect(clean('\u001b]0;title\nthe log')).toBe(']0;title\nthe log');
});

test.each(['\u001b]', '\u001b[', '\u001b[1;', '\u001bP'])(
  'an endless repetition of %j is cleaned in linear time',
  (beginning) => {
    const text = beginning.repeat(500_000);
    expect(clean(text, text.length)).not.toContain('\u001b');
  },
);
