import MarkdownIt from 'markdown-it';
import { describe, expect, test } from 'vitest';

import { escapeMarkdown, fenced } from '../../../src/report/markdown/escape.ts';
import { toMarkdown } from '../../../src/report/markdown.ts';
import { forbidden, hostileTexts, reportOf } from './hostile.ts';
import { report } from './samples.ts';

const reader = new MarkdownIt({ html: true });

test('a whole report', async () => {
  await expect(toMarkdown(report)).toMatchFileSnapshot('fixtures/report.md.txt');
});

describe('a line of foreign text is read as that text', () => {
  test.each([
    '# no heading',
    '> no quote',
    '- no list',
    '+ no list',
    '1. no list',
    '1) no list',
    '=== no heading',
    '---',
    '**b** _i_ `c` ~~s~~ [l](u) ![i](u) <b> &amp; $x$ | \\ \\*',
    '<https://a.b>',
  ])('%s', (line) => {
    expect(reader.renderInline(escapeMarkdown(line))).toBe(reader.utils.escapeHtml(line));
    expect(reader.render(escapeMarkdown(line))).toMatch(/^<p>[^]*<\/p>\n$/u);
  });

  test.each([
    ['@someone', '@\u2060someone'],
    ['see #12', 'see \\#\u206012'],
    ['GH-12', 'GH\u2060-12'],
  ])('%s calls nobody', (line, expected) => {
    expect(escapeMarkdown(line)).toBe(expected);
  });
});

test('a fence is longer than those inside', () => {
  expect(fenced('a\n````\nb')).toBe('`````text\na\n````\nb\n`````');
});

describe('hostile text', () => {
  test.each(Object.entries(hostileTexts))('%s', (_, text) => {
    const markdown = toMarkdown(reportOf(text));
    expect(markdown).not.toMatch(forbidden);
    const html = reader.render(markdown);
    expect(html).not.toMatch(/<(?:script|img|a|b|style|svg)\b/iu);
    expect(html.match(/<details>/gu)).toHaveLength(1);
    expect(html.match(/<\/details>/gu)).toHaveLength(1);
  });
});
