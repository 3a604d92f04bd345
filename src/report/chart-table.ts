import { figure, measured, notMeasured } from './figures.ts';
import type { Chart, Table } from './report.ts';

/** A chart's numbers as a table: for those who cannot see the picture or want to copy them. */
export function chartTable(chart: Chart): Table {
  return {
    kind: 'table',
    caption: `${chart.title} (${chart.y.title})`,
    columns: [
      { title: chart.x.title },
      ...chart.series.map(({ name }) => ({ title: name, align: 'right' as const })),
    ],
    rows: chart.x.values.map((place, at) => [
      place,
      ...chart.series.map(({ values }) => {
        const value = values[at];
        return measured(value) ? figure(value) : notMeasured;
      }),
    ]),
  };
}
