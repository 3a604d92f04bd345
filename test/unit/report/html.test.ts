import { describe, expect, test } from 'vitest';

import { toHtml } from '../../../src/report/html.ts';
import type { Block } from '../../../src/report/report.ts';
import { forbidden, hostileTexts, reportOf } from './hostile.ts';
import { report } from './samples.ts';
import { wellFormed } from './well-formed.ts';

/** The fragment without its style, blanks between tags taken as one. */
function body(...blocks: Block[]): string {
  return toHtml({ blocks })
    .replace(/<style>[^]*?<\/style>/u, '')
    .replaceAll(/\s+/gu, ' ');
}

test('a whole report', async () => {
  const html = toHtml(report).replace(/<style>[^]*?<\/style>/u, '');
  await expect(`${html}\n`).toMatchFileSnapshot('fixtures/report.html.txt');
});

describe('what each block becomes', () => {
  test('an ordered list that says its statuses in words', () => {
    const html = body({
      kind: 'chain',
      links: [{ link: 'driver', status: 'fail', summary: 'No `libcuda`.' }],
    });
    expect(html).toContain('<ol class="tgd-chain" role="list"');
    expect(html).toMatch(
      /error<\/span> <strong>NVIDIA driver<\/strong>: No <code>libcuda<\/code>\./u,
    );
  });

  test('a table that can be reached with the keyboard and has a name', () => {
    const html = body({ kind: 'table', columns: [{ title: 'A' }], rows: [['1']] });
    expect(html).toContain('tabindex="0" role="region" aria-label="Table: A"');
    expect(html).toContain('<th scope="col" >A</th>');
  });

  test.each([
    [undefined, '>…</progress>'],
    [0.4, 'max="100" value="40">40 %</progress> 40 %'],
    [-1, 'value="0"'],
    [7, 'value="100"'],
  ])('progress %s', (done, expected) => {
    const block = done === undefined ? {} : { done };
    expect(body({ kind: 'progress', text: 'Work', ...block })).toContain(expected);
  });
});

test('the style names nothing outside the report', () => {
  const style =
    /<style>(?<css>[^]*?)<\/style>/u.exec(toHtml({ blocks: [] }))?.groups?.['css'] ?? '';
  const selectors = [...style.matchAll(/(?:^|[}{])(?<selector>[^{}@;]+)(?=\{)/gu)].flatMap(
    (match) => (match.groups?.['selector'] ?? '').replaceAll(/\([^)]*\)/gu, '').split(','),
  );
  expect(selectors.length).toBeGreaterThan(20);
  expect(selectors.filter((selector) => !selector.includes('.tgd'))).toEqual([]);
});

test('nothing is loaded and nothing runs', () => {
  expect(toHtml(report)).not.toMatch(/<script|url\(|@import|\bsrc=|\bhref=|\son\w+=/iu);
});

describe('hostile text', () => {
  test.each(Object.entries(hostileTexts))('%s', (_, text) => {
    const html = toHtml(reportOf(text));
    expect(html).not.toMatch(forbidden);
    const tags = wellFormed(html);
    // The tags are those of the same report with a harmless text, whatever the text is.
    const harmless = wellFormed(toHtml(reportOf('harmless')));
    expect(tags.filter((tag) => tag !== 'code')).toEqual(harmless.filter((tag) => tag !== 'code'));
  });
});
