import stringWidth from 'fast-string-width';

import { figure, largest, measured, notMeasured } from '../figures.ts';
import type { Chart } from '../report.ts';
import { short } from '../short.ts';
import { hanging, pad, type Paper } from './paper.ts';

const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'] as const;
/** Names are cut at this many columns, or a fifth of narrow paper, so that bars have room. */
const longestName = 16;
const shortestBar = 2;
/** What a blank and a value take up. */
const valueWidth = 10;

/** One bar a value, grouped by x; a line chart is shown the same way. */
export function chartText(chart: Chart, paper: Paper): string[] {
  const longest = Math.min(longestName, Math.floor(paper.width / 6));
  const names = chart.series.map((series) => short(series.name, longest));
  const places = chart.x.values.map((value) => short(value, longest));
  const nameWidth = widest(names);
  const placeWidth = widest(places);
  const most = largest(chart.series);
  const room = Math.max(paper.width - placeWidth - nameWidth - 4 - valueWidth, shortestBar);
  const bars = places.flatMap((place, x) =>
    chart.series.map((series, at) => {
      const value = series.values[x];
      const drawn = measured(value)
        ? `${paper.ink(bar((value / most) * room), 'working')} ${figure(value)}`
        : paper.ink(notMeasured, 'dim');
      return `${pad(at === 0 ? place : '', placeWidth)}  ${pad(names[at] ?? '', nameWidth)}  ${drawn}`;
    }),
  );
  return [
    ...hanging('', chart.title, paper),
    ...hanging('', `${chart.y.title} by ${chart.x.title}`, paper).map((line) =>
      paper.ink(line, 'dim'),
    ),
    ...bars,
  ];
}

function bar(length: number): string {
  const parts = Math.max(Math.round(length * 8), 0);
  return '█'.repeat(Math.floor(parts / 8)) + (eighths[parts % 8] ?? '');
}

function widest(texts: readonly string[]): number {
  return texts.reduce((most, text) => Math.max(most, stringWidth(text)), 0);
}
