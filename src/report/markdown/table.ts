import type { Cell, Table } from '../report.ts';
import { signs } from '../words.ts';
import { inlineMarkdown } from './escape.ts';

/** A table as GitHub knows it; a bar inside code needs its backslash there, too. */
export function tableMarkdown({ caption, columns, rows }: Table): string {
  const lines = [
    columns.map((column) => cellMarkdown(column.title)),
    columns.map((column) => (column.align === 'right' ? '---:' : '---')),
    ...rows.map((row) => columns.map((_, at) => cellMarkdown(row[at] ?? ''))),
  ].map((cells) => `| ${cells.join(' | ')} |`);
  return [...(caption === undefined ? [] : [`**${inlineMarkdown(caption)}**`, '']), ...lines].join(
    '\n',
  );
}

function cellMarkdown(cell: Cell): string {
  const text = inlineMarkdown(typeof cell === 'string' ? cell : cell.text);
  // A bar outside code has its backslash already.
  const whole = text.replaceAll(/(?<!\\)\|/gu, String.raw`\|`);
  return typeof cell === 'string' ? whole : `${signs[cell.status]} ${whole}`;
}
