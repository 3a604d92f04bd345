import { cleanLine } from '../foreign.ts';
import { stretches } from '../inline.ts';
import type { Status } from '../report.ts';
import { signs, words } from '../words.ts';

/** HTML that was written here, with everything foreign in it escaped. */
export interface Markup {
  readonly markup: string;
}

type Value = string | number | undefined | Markup | readonly Markup[];

/** A template whose strings are HTML and whose values are text: escaped, unless they are `Markup` themselves. */
export function html(strings: TemplateStringsArray, ...values: readonly Value[]): Markup {
  const parts = strings.map((part, at) => (at === 0 ? part : written(values[at - 1]) + part));
  return { markup: parts.join('') };
}

export const nothing: Markup = { markup: '' };

function written(value: Value): string {
  if (value === undefined) return '';
  if (typeof value === 'string') return escapeHtml(value);
  if (typeof value === 'number') return String(value);
  if ('markup' in value) return value.markup;
  return value.map((one) => one.markup).join('');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

/** For element content and quoted attributes; also of XML. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"'`]/gu, (letter) => entities[letter] ?? letter);
}

/** A sentence of a report, its code as `<code>`. */
export function sentence(text: string): Markup {
  const parts = stretches(text).map((one) =>
    one.code ? html`<code>${one.text}</code>` : html`${one.text}`,
  );
  return html`${parts}`;
}

/** Sentence text for an attribute: one line without backticks. */
export function label(text: string): string {
  return cleanLine(text, 200).replaceAll('`', '');
}

/** The sign alone where a text beside it says how it stands; read out as its word. */
export function mark(status: Status): Markup {
  return html`<span class="tgd-sign" role="img" aria-label="${words[status]}"
    >${signs[status]}</span
  >`;
}

/** The sign, which sighted people see, and a word, which everybody gets. */
export function badge(status: Status, word = words[status]): Markup {
  return html`<span class="tgd-sign" aria-hidden="true">${signs[status]}</span>
    <span class="tgd-word">${word}</span>`;
}
