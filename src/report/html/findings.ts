import type { Finding } from '../../diagnose/finding.ts';
import type { Interface } from '../../interface.ts';
import { findingBlocks, type FindingBlock, type FindingSection } from '../finding-blocks.ts';
import { cleanCode, cleanLine } from '../foreign.ts';
import { roleWords } from '../words.ts';
import { badge, html, type Markup, nothing, sentence } from './markup.ts';

/** Each finding in a box of its own; what only some readers want is folded. */
export function findingsHtml(findings: readonly Finding[], ui: Interface): Markup {
  return html`${findingBlocks(findings, ui).map(findingHtml)}`;
}

function findingHtml(block: FindingBlock): Markup {
  const id = cleanLine(block.id);
  return html`<div class="tgd-finding tgd-${block.status}" role="group" aria-label="${id}">
    <p>${badge(block.status)} ${roleWords[block.role]} <strong>${id}</strong></p>
    <p>${sentence(block.summary)}</p>
    ${block.sections.map(sectionHtml)}
    <p>Read more: <code>${cleanLine(block.more)}</code></p>
  </div> `;
}

function sectionHtml({ title, items, open }: FindingSection): Markup {
  const list = html`<ul>
    ${items.map(({ text, commands }) => html`<li>${sentence(text)}${commandsHtml(commands)}</li>`)}
  </ul>`;
  return open
    ? html`<p><strong>${title}</strong></p>
        ${list}`
    : html`<details>
        <summary>${title}</summary>
        ${list}
      </details>`;
}

/** Lines to be copied. */
export function commandsHtml(lines: readonly string[]): Markup {
  if (lines.length === 0) return nothing;
  return html`<pre><code>${lines.map(cleanCode).join('\n')}</code></pre>`;
}
