import type { Token } from 'markdown-it';
import type { Column, Table } from '../report/report.ts';
import { sentenceOf, type Style } from './inline.ts';

/** The tokens of one Markdown table as a table of a report. */
export function tableFromMarkdown(tokens: readonly Token[], style: Style): Table {
  const columns: Column[] = [];
  const rows: string[][] = [];
  tokens.forEach((token, at) => {
    const text = (): string => sentenceOf(tokens[at + 1], style);
    if (token.type === 'th_open') {
      const right = token.attrGet('style') === 'text-align:right';
      columns.push({ title: text(), align: right ? 'right' : 'left' });
    }
    if (token.type === 'tr_open') rows.push([]);
    if (token.type === 'td_open') rows.at(-1)?.push(text());
  });
  return { kind: 'table', columns, rows: rows.filter((row) => row.length > 0) };
}
