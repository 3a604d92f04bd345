import { expect, test } from 'vitest';
import { absolute, isWithin, ratio } from '../../setup/bench/figures.mjs';
import { sourceFiles } from '../unit/source-files.ts';

test('every figure of the benchmark has a bound that can be broken', () => {
  const texts = sourceFiles(['setup/bench'], ['.mjs']).map(({ text }) => text);
  expect(texts.length).toBeGreaterThan(2);
  expect(texts.filter((text) => text.includes('Infinity'))).toEqual([]);
});

test('a ratio is compared round by round, so that a busy moment hits both sides', () => {
  const figure = ratio('cell', { ours: [2, 20, 4], reference: [1, 10, 4], bound: 2 });
  expect(figure).toMatchObject({ compared: 2, low: 1, high: 2, ours: 4, reference: 4 });
  expect(isWithin(figure)).toBe(true);
  expect(isWithin({ ...figure, bound: 1.9 })).toBe(false);
});

test('a figure of its own is compared by its median', () => {
  expect(absolute('check', { ours: [9, 1, 5, 7], unit: 'ms', bound: 6 })).toMatchObject({
    compared: 6,
    low: 1,
    high: 9,
  });
});
