import type { ChainLink } from '../../diagnose/chain.ts';
import { linkNames } from '../words.ts';
import { badge, html, type Markup, sentence } from './markup.ts';

/** The chain as an ordered list that the style sheet draws as knots on a line; without styles it stays a list. */
export function chainHtml(links: readonly ChainLink[]): Markup {
  const items = links.map(
    ({ link, status, summary }) =>
      html`<li class="tgd-${status}">
        ${badge(status)} <strong>${linkNames[link]}</strong>: ${sentence(summary)}
      </li>`,
  );
  return html`<ol class="tgd-chain" role="list" aria-label="From the GPU to the result">
    ${items}
  </ol>`;
}
