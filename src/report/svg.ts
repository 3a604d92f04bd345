import { figure, largest, measured, notMeasured } from './figures.ts';
import { cleanLine } from './foreign.ts';
import { html, type Markup } from './html/markup.ts';
import type { Chart } from './report.ts';
import { short } from './short.ts';

/** Told apart by colour-blind readers and in grey; the order of the series in Vega-Lite is the same. */
export const palette = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9'] as const;

const left = 120;
const barsWidth = 400;
const valuesWidth = 120;
const barHeight = 16;
const groupGap = 10;
const top = 56;

/**
 * A chart as a picture on a light ground of its own, so that it can be read on every page: one horizontal bar
 * for each value, grouped by x, with the value written beside it. A line chart is drawn the same way.
 */
export function toSvg(chart: Chart): string {
  const title = short(chart.title, 80);
  const most = largest(chart.series);
  const groupHeight = chart.series.length * barHeight + groupGap;
  const width = left + barsWidth + valuesWidth;
  const height = top + chart.x.values.length * groupHeight + groupGap;
  const groups = chart.x.values.map((place, x) => {
    const y = top + x * groupHeight;
    const bars = chart.series.map((series, at) => {
      return barSvg(series.values[x], most, y + at * barHeight, colourOf(at));
    });
    const middle = y + (chart.series.length * barHeight) / 2 + 4;
    return html`<text x="${left - 8}" y="${middle}" text-anchor="end">${short(place, 16)}</text
      >${bars}`;
  });
  return html`<svg
    xmlns="http://www.w3.org/2000/svg"
    role="img"
    width="${width}"
    height="${height}"
    viewBox="0 0 ${width} ${height}"
    font-family="sans-serif"
    font-size="12"
    fill="#1a1a1a"
    aria-label="${title}"
  >
    <title>${title}</title>
    <desc>${description(chart)}</desc>
    <rect width="${width}" height="${height}" fill="#fff" />
    <text x="8" y="20" font-size="14" font-weight="bold">${title}</text>
    ${legend(chart)} ${groups}
  </svg>`.markup;
}

/** What the chart shows, in words: every value. */
export function description(chart: Chart): string {
  const unit = cleanLine(chart.y.title);
  const lines = chart.series.map((series) => {
    const values = chart.x.values.map((place, at) => {
      const value = series.values[at];
      return `${cleanLine(place)} ${measured(value) ? figure(value) : notMeasured}`;
    });
    return `${cleanLine(series.name)}: ${values.join(', ')}`;
  });
  return cleanLine(`${unit} by ${cleanLine(chart.x.title)}. ${lines.join('; ')}.`, 2000);
}

function barSvg(value: number | null | undefined, most: number, y: number, fill: string): Markup {
  const length = measured(value) ? Math.max((value / most) * barsWidth, 0) : 0;
  const written = measured(value) ? figure(value) : notMeasured;
  return html`<rect
      x="${left}"
      y="${y}"
      width="${Number(length.toFixed(1))}"
      height="${barHeight - 3}"
      fill="${fill}"
    /><text x="${Number((left + length + 6).toFixed(1))}" y="${y + 11}">${written}</text> `;
}

function legend(chart: Chart): Markup {
  const names = [`${short(chart.y.title, 14)} by ${short(chart.x.title, 10)}`];
  const room = (left + barsWidth + valuesWidth - 180) / Math.max(chart.series.length, 1);
  const marks = chart.series.map((series, at) => {
    const x = 180 + at * room;
    const name = short(series.name, Math.max(Math.floor(room / 8), 4));
    return html`<rect x="${x}" y="30" width="12" height="12" fill="${colourOf(at)}" /><text
        x="${x + 17}"
        y="40"
        >${name}</text
      >`;
  });
  return html`<text x="8" y="40">${names[0]}</text>${marks}`;
}

function colourOf(series: number): string {
  return palette[series % palette.length] ?? palette[0];
}
