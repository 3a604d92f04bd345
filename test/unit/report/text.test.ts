import stringWidth from 'fast-string-width';
import { describe, expect, test } from 'vitest';

import type { Report } from '../../../src/report/report.ts';
import { toText } from '../../../src/report/text.ts';
import { forbidden, hostileTexts, reportOf } from './hostile.ts';
import { blocks, report, table } from './samples.ts';

const plain = (width: number) => ({ width, colour: false });

test.each([88, 60, 40])('a whole report, %i columns wide', async (width) => {
  await expect(toText(report, plain(width))).toMatchFileSnapshot(`fixtures/report-${width}.txt`);
});

test('the same words with colours', () => {
  // eslint-disable-next-line no-control-regex
  const colours = /\u001b\[\d+m/gu;
  const coloured = toText(report, { width: 88, colour: true });
  expect(coloured).toMatch(colours);
  expect(coloured.replaceAll(colours, '')).toBe(toText(report, plain(88)));
});

describe('no line is wider than asked, but those to be copied', () => {
  const prose: Report = {
    blocks: blocks.filter((block) => !['commands', 'log', 'findings'].includes(block.kind)),
  };
  test.each([200, 100, 80, 60, 47, 33, 24])('%i columns', (width) => {
    const widths = toText(prose, plain(width))
      .split('\n')
      .map((line) => stringWidth(line));
    expect(Math.max(...widths)).toBeLessThanOrEqual(width);
  });
});

test('a very narrow table becomes a list', () => {
  const text = toText({ blocks: [table] }, plain(40));
  expect(text).toContain('- Part: cuDNN\n  Version: ✘ none\n');
});

test('web addresses are links where the terminal has them, and are not where it has not', () => {
  const page: Report = { blocks: [{ kind: 'paragraph', text: 'See https://a.b/c_d, or not.' }] };
  expect(toText(page, { ...plain(80), hyperlinks: true })).toContain(
    '\u001b]8;;https://a.b/c_d\u0007https://a.b/c_d\u001b]8;;\u0007,',
  );
  expect(toText(page, plain(80))).toBe('See https://a.b/c_d, or not.');
});

describe('hostile text', () => {
  test.each(Object.entries(hostileTexts))('%s', (_, text) => {
    expect(toText(reportOf(text), plain(80))).not.toMatch(forbidden);
  });
});

test('a report without blocks is empty', () => {
  expect(toText({ blocks: [] }, plain(80))).toBe('');
});
