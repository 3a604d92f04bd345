import stringWidth from 'fast-string-width';

import { clean } from '../foreign.ts';
import type { Cell, Column, Table } from '../report.ts';
import { hanging, inked, indent, narrower, pad, type Paper, sign, wrap } from './paper.ts';

const gap = 2;
/** No column is made narrower than this; a table that would need it becomes a list. */
const narrowestColumn = 16;

/** A table that never goes beyond the paper: cells wrap, and on very narrow paper each row becomes a list. */
export function tableText(table: Table, paper: Paper): string[] {
  const caption = table.caption === undefined ? [] : hanging('', table.caption, paper);
  const rows = table.rows.map((row) =>
    table.columns.map((_, at) => cellText(row[at] ?? '', paper)),
  );
  const widths = columnWidths(table.columns, rows, paper.width);
  if (widths === undefined) return [...caption, ...listed(table.columns, rows, paper)];
  const titles = table.columns.map((column) => paper.ink(inked(column.title, paper), 'bold'));
  const rule = widths.map((width) => paper.ink('─'.repeat(width), 'dim')).join(' '.repeat(gap));
  const body = [titles, ...rows].map((row) => rowText(row, widths, table.columns));
  const [head = [], ...others] = body;
  return [...caption, ...head, rule, ...others.flat()];
}

function cellText(cell: Cell, paper: Paper): string {
  if (typeof cell === 'string') return inked(cell, paper);
  return `${sign(cell.status, paper)} ${inked(cell.text, paper)}`;
}

/** The widths that fit, the widest columns giving way first; undefined when there is no room for a table. */
function columnWidths(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width: number,
): number[] | undefined {
  const widths = columns.map((column, at) =>
    rows.reduce(
      (widest, row) => Math.max(widest, stringWidth(row[at] ?? '')),
      stringWidth(clean(column.title)),
    ),
  );
  const room = width - gap * (columns.length - 1);
  const narrowest = widths.map((one) => Math.min(one, narrowestColumn));
  if (sum(narrowest) > room) return undefined;
  while (sum(widths) > room) {
    const widest = Math.max(...widths);
    const next = Math.max(...widths.filter((one) => one < widest), narrowestColumn);
    const sharing = widths.filter((one) => one === widest).length;
    const less = Math.min(widest - next, Math.ceil((sum(widths) - room) / sharing));
    if (less <= 0) return undefined;
    widths.forEach((one, at) => (widths[at] = one === widest ? one - less : one));
  }
  return widths;
}

function rowText(row: readonly string[], widths: readonly number[], columns: readonly Column[]) {
  const cells = row.map((cell, at) => wrap(cell, widths[at] ?? 1));
  const height = Math.max(...cells.map((lines) => lines.length), 1);
  return Array.from({ length: height }, (_, line) =>
    cells
      .map((lines, at) => pad(lines[line] ?? '', widths[at] ?? 0, columns[at]?.align))
      .join(' '.repeat(gap))
      .trimEnd(),
  );
}

function listed(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  paper: Paper,
): string[] {
  const inner = narrower(paper, 2);
  return rows.flatMap((row) =>
    row.flatMap((cell, at) => {
      const title = paper.ink(`${inked(columns[at]?.title ?? '', paper)}:`, 'bold');
      const [first = '', ...others] = wrap(`${title} ${cell}`, inner.width);
      return [(at === 0 ? '- ' : '  ') + first, ...indent(others, 2)];
    }),
  );
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
