import type { Report } from './report.ts';
import { toText } from './text.ts';

/** A report as an HTML fragment: no script, nothing loaded, everything foreign escaped. */
export function toHtml(report: Report): string {
  return `<pre>${escapeHtml(toText(report, { width: 100, colour: false }))}</pre>`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/gu, (letter) => entities[letter] ?? letter);
}
