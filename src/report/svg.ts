import { escapeHtml } from './html.ts';
import type { Chart } from './report.ts';

/** A chart as an SVG picture. */
export function toSvg(chart: Chart): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" role="img"><title>${escapeHtml(chart.title)}</title></svg>`;
}
