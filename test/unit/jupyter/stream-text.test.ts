import { expect, test } from 'vitest';
import { printed } from '../../../src/jupyter/stream-text.ts';

test.each<[string, readonly string[], string]>([
  ['lines', ['a\n', 'b', 'c\n'], 'a\nbc\n'],
  ['a progress bar', ['0%', '\r50%', '\r100%\n', 'done'], '100%\ndone'],
  ['a shorter text over a longer one', ['abcdef\r12'], '12cdef'],
  ['a return at the end of a piece', ['50%\r', '60%\r', 'ok'], 'ok%'],
  ['Windows line ends', ['a\r\nb\r\n'], 'a\nb\n'],
  ['a line end in two pieces', ['a\r', '\nb'], 'a\nb'],
  ['earlier lines stay', ['one\ntwo\rTWO\nthree', '\rTHREE'], 'one\nTWO\nTHREE'],
])('%s', (_, pieces, shown) => {
  expect(pieces.reduce(printed, '')).toBe(shown);
});
