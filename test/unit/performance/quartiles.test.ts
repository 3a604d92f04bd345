import { expect, test } from 'vitest';
import { quartiles } from '../../../src/performance/quartiles.ts';

test.each([
  [[5], { q1: 5, median: 5, q3: 5 }],
  [[4, 1], { q1: 1.75, median: 2.5, q3: 3.25 }],
  [[3, 1, 2, 5, 4], { q1: 2, median: 3, q3: 4 }],
  [[10, 9, 100], { q1: 9.5, median: 10, q3: 55 }],
])('%j', (samples, expected) => {
  expect(quartiles(samples)).toStrictEqual(expected);
});

test('no samples', () => {
  expect(() => quartiles([])).toThrow(RangeError);
});
