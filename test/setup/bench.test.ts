import { expect, test } from 'vitest';
import { chartOf } from '../../setup/bench/chart.mjs';
import { absolute, isWithin, ratio } from '../../setup/bench/figures.mjs';
import { pageWith } from '../../setup/bench/record.mjs';
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

const slower = ratio('first cell', { ours: [12], reference: [10], xeus: [30], bound: 1.1 });
const lost = absolute('lines lost', { ours: [0], unit: 'lines', bound: 0, xeus: [4] });
const run = { date: '2026-11-24', machine: 'a machine', load: 0.1, rounds: 1 };

test('the chart shows each ratio with its bound, and what xeus-python needs where it fits', () => {
  const svg = chartOf([slower, lost], 'here & now');
  expect(svg).toContain('here &amp; now');
  expect(svg.match(/<rect/gu)).toHaveLength(2);
  expect(svg).toContain('>first cell<');
  expect(svg).not.toContain('lines lost');
  // Three times as long as ipykernel is outside the picture.
  expect(svg).not.toContain('<circle');
  expect(chartOf([{ ...slower, xeus: 9 }], '')).toContain('<circle');
});

test('the page says which bounds do not hold, and shows the last runs side by side', () => {
  const page = 'Before\n<!-- figures -->\nreplaced\n<!-- end of figures -->\nAfter';
  const earlier = { ...run, date: '2026-11-23', figures: [{ ...slower, compared: 1 }] };
  const text = pageWith(page, [{ ...run, figures: [slower, lost] }, earlier]);
  expect(text).toMatch(/^Before\n[^]*\nAfter$/u);
  expect(text).not.toContain('replaced');
  expect(text).toContain('1 of 2 bounds do not hold: first cell.');
  expect(text).toContain('| ✗ | first cell | 12 ms | 10 ms | 1.2 |');
  expect(text).toContain('| first cell | ✗ 1.2 | 1 | 1.1 |');
  expect(() => pageWith('no marks', [])).toThrow('<!-- figures -->');
});
