import { figure, measured, notMeasured } from '../figures.ts';
import type { Chart } from '../report.ts';
import { toSvg } from '../svg.ts';
import { html, type Markup } from './markup.ts';
import { tableHtml } from './table.ts';

/** The picture, and its numbers as a table for those who cannot see it or want to copy them. */
export function chartHtml(chart: Chart): Markup {
  const numbers = tableHtml({
    kind: 'table',
    caption: `${chart.title} (${chart.y.title})`,
    columns: [
      { title: chart.x.title },
      ...chart.series.map((series) => ({ title: series.name, align: 'right' as const })),
    ],
    rows: chart.x.values.map((place, at) => [
      place,
      ...chart.series.map((series) => {
        const value = series.values[at];
        return measured(value) ? figure(value) : notMeasured;
      }),
    ]),
  });
  return html`<div>${{ markup: toSvg(chart) }}</div>
    <details>
      <summary>The numbers</summary>
      ${numbers}
    </details>`;
}
