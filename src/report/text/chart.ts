import stringWidth from 'string-width';

import { figure, largest, measured, notMeasured } from '../figures.ts';
import { cleanLine } from '../foreign.ts';
import type { Chart } from '../report.ts';
import { hanging, pad, type Paper } from './paper.ts';

const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'] as const;
/** Names are cut at this many letters so that bars have room. */
const longestName = 16;
const shortestBar = 6;

/** One bar a value, grouped by x; a line chart is shown the same way. */
export function chartText(chart: Chart, paper: Paper): string[] {
  const names = chart.series.map((series) => cleanLine(series.name, longestName));
  const places = chart.x.values.map((value) => cleanLine(value, longestName));
  const nameWidth = widest(names);
  const placeWidth = widest([...places, cleanLine(chart.x.title, longestName)]);
  const most = largest(chart.series);
  const room = Math.max(paper.width - placeWidth - nameWidth - 16, shortestBar);
  const head = `${pad(cleanLine(chart.x.title, longestName), placeWidth)}  ${cleanLine(chart.y.title)}`;
  const bars = places.flatMap((place, x) =>
    chart.series.map((series, at) => {
      const value = series.values[x];
      const drawn = measured(value)
        ? `${paper.ink(bar((value / most) * room), 'working')} ${figure(value)}`
        : paper.ink(notMeasured, 'dim');
      return `${pad(at === 0 ? place : '', placeWidth)}  ${pad(names[at] ?? '', nameWidth)}  ${drawn}`;
    }),
  );
  return [...hanging('', chart.title, paper), paper.ink(head, 'dim'), ...bars];
}

function bar(length: number): string {
  const parts = Math.max(Math.round(length * 8), 0);
  return '█'.repeat(Math.floor(parts / 8)) + (eighths[parts % 8] ?? '');
}

function widest(texts: readonly string[]): number {
  return texts.reduce((most, text) => Math.max(most, stringWidth(text)), 0);
}
