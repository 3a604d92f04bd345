import type { Cell, Column, Table } from '../report.ts';
import { html, label, mark, type Markup, nothing, sentence } from './markup.ts';

/** A table in a box that scrolls sideways and can be reached with the keyboard. */
export function tableHtml(table: Table): Markup {
  const titles = table.columns.map((column) => column.title);
  const name = label(table.caption ?? `Table: ${titles.join(', ')}`);
  const caption =
    table.caption === undefined
      ? nothing
      : html`<caption>
          ${sentence(table.caption)}
        </caption>`;
  const head = table.columns.map(
    (column) => html`<th scope="col" ${side(column)}>${sentence(column.title)}</th>`,
  );
  const rows = table.rows.map((row) => {
    const cells = table.columns.map((column, at) => cellHtml(row[at] ?? '', column, at === 0));
    return html`<tr>
      ${cells}
    </tr> `;
  });
  return html`<div class="tgd-scroll" tabindex="0" role="region" aria-label="${name}">
    <table>
      ${caption}
      <thead>
        <tr>
          ${head}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
}

function cellHtml(cell: Cell, column: Column, first: boolean): Markup {
  const content =
    typeof cell === 'string'
      ? sentence(cell)
      : html`<span class="tgd-${cell.status}">${mark(cell.status)}</span> ${sentence(cell.text)}`;
  return first
    ? html`<th scope="row" ${side(column)}>${content}</th>`
    : html`<td${side(column)}>${content}</td>`;
}

function side(column: Column): Markup {
  return column.align === 'right' ? html` class="tgd-right"` : nothing;
}
