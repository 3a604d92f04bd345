import { describe, expect, test } from 'vitest';

import { figure, measured } from '../../../src/report/figures.ts';
import type { Chart } from '../../../src/report/report.ts';
import { toSvg } from '../../../src/report/svg.ts';
import { toText } from '../../../src/report/text.ts';
import { toVegaLite } from '../../../src/report/vega-lite.ts';
import { forbidden, hostileTexts, reportOf } from './hostile.ts';
import { chart } from './samples.ts';
import { wellFormed } from './well-formed.ts';

test.each([
  [0, '0'],
  [0.08124, '0.0812'],
  [12.345, '12.3'],
  [1234.5, '1,230'],
  [-2.5, '-2.5'],
  [1e12, '1e+12'],
  [1e-9, '1e-9'],
  [Number.NaN, 'not a number'],
])('the figure of %d is %s', (value, expected) => {
  expect(figure(value)).toBe(expected);
});

test('what is not a finite number was not measured', () => {
  expect([null, undefined, Number.NaN, Infinity].some(measured)).toBe(false);
  expect(measured(0)).toBe(true);
});

describe('a picture', () => {
  test('says what it shows', () => {
    const svg = toSvg(chart);
    expect(svg).toContain('<title>Matrix multiplication, float32</title>');
    expect(svg).toContain(
      '<desc>TFLOP/s by size. CPU: 512 0.0812, 2048 0.213; GPU:0: 512 12.3, 2048 not measured.</desc>',
    );
    expect(svg).toContain('xmlns="http://www.w3.org/2000/svg"');
  });

  test.each<[string, Chart]>([
    ['no series', { ...chart, series: [] }],
    ['no values', { ...chart, x: { title: 'x', values: [] } }],
    ['nothing measured', { ...chart, series: [{ name: 'a', values: [null, null] }] }],
    ['too few values', { ...chart, series: [{ name: 'a', values: [] }] }],
    ['only zeros', { ...chart, series: [{ name: 'a', values: [0, 0] }] }],
    ['negative values', { ...chart, series: [{ name: 'a', values: [-1, -2] }] }],
    [
      'eight series',
      { ...chart, series: Array.from({ length: 8 }, () => ({ name: 'a', values: [1, 2] })) },
    ],
  ])('of %s', (_, odd) => {
    const svg = toSvg(odd);
    wellFormed(svg);
    expect(svg).not.toMatch(/NaN|Infinity|undefined|="-/u);
    expect(toText({ blocks: [odd] }, { width: 60, colour: false })).not.toMatch(/NaN|undefined/u);
    expect(JSON.stringify(toVegaLite(odd))).not.toMatch(/NaN|null,null/u);
  });
});

describe('a Vega-Lite specification', () => {
  test('has a number for each measured value and none for others', () => {
    expect(toVegaLite(chart)).toMatchObject({
      $schema: 'https://vega.github.io/schema/vega-lite/v5.json',
      description: expect.stringContaining('GPU:0: 512 12.3, 2048 not measured'),
      config: { background: 'transparent' },
      mark: { type: 'bar' },
      data: {
        values: [
          { x: '512', y: 0.0812, series: 'CPU' },
          { x: '2048', y: 0.213, series: 'CPU' },
          { x: '512', y: 12.34, series: 'GPU:0' },
        ],
      },
    });
  });

  test('of a line chart has lines', () => {
    expect(toVegaLite({ ...chart, mark: 'line' })).toMatchObject({ mark: { type: 'line' } });
  });
});

describe('hostile text', () => {
  test.each(Object.entries(hostileTexts))('%s', (_, text) => {
    const block = reportOf(text).blocks.find((one) => one.kind === 'chart');
    if (block?.kind !== 'chart') throw new Error('the hostile report has no chart');
    const svg = toSvg(block);
    expect(svg).not.toMatch(forbidden);
    expect(wellFormed(svg)).toEqual(wellFormed(toSvg({ ...block, title: 'harmless' })));
    expect(new Set(wellFormed(svg))).toEqual(new Set(['svg', 'title', 'desc', 'rect', 'text']));
    expect(JSON.stringify(toVegaLite(block))).not.toMatch(/\\u001b|\\u0000|\\ud800/u);
  });
});
