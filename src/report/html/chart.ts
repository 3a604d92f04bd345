import { chartTable } from '../chart-table.ts';
import type { Chart } from '../report.ts';
import { toSvg } from '../svg.ts';
import { html, type Markup } from './markup.ts';
import { tableHtml } from './table.ts';

/** The picture, and its numbers as a table. */
export function chartHtml(chart: Chart): Markup {
  return html`<div>${{ markup: toSvg(chart) }}</div>
    <details>
      <summary>The numbers</summary>
      ${tableHtml(chartTable(chart))}
    </details>`;
}
