import type { Report } from './report.ts';
import { toText } from './text.ts';

/** A report as Markdown that fits an issue tracker. */
export function toMarkdown(report: Report): string {
  return toText(report, { width: 100, colour: false })
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n');
}
