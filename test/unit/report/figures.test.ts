import { expect, test } from 'vitest';
import { duration, momentInWords } from '../../../src/report/figures.ts';

test.each([
  [0.0352, '35.2 µs'],
  [1.37, '1.37 ms'],
  [12_000, '12 s'],
])('%d ms as %s', (ms, words) => {
  expect(duration(ms)).toBe(words);
});

test.each([
  ['2026-11-21T05:07:00Z', '21 November 2026, 05:07 UTC'],
  ['2026-01-02T23:59:59.999+02:00', '2 January 2026, 21:59 UTC'],
  ['yesterday', 'yesterday'],
])('%s in words', (text, words) => {
  expect(momentInWords(text)).toBe(words);
});
