import type { Interface } from '../interface.ts';
import { clean } from './foreign.ts';
import { chainHtml } from './html/chain.ts';
import { chartHtml } from './html/chart.ts';
import { css } from './html/css.ts';
import { commandsHtml, findingsHtml } from './html/findings.ts';
import { badge, html, label, type Markup, nothing, sentence } from './html/markup.ts';
import { tableHtml } from './html/table.ts';
import type { Block, Report } from './report.ts';

export { css } from './html/css.ts';
export { escapeHtml } from './html/markup.ts';

/**
 * A report as an HTML fragment: its style is inside and reaches nothing else, it has no script and loads
 * nothing, everything foreign is escaped. It stays readable where styles and pictures are taken out. Commands are
 * written for `ui`, in a file for a terminal.
 */
export function toHtml(report: Report, ui: Interface = 'terminal'): string {
  const style: Markup = { markup: `<style>${css}</style>` };
  return html`<div class="tgd">${style} ${blocksHtml(report.blocks, ui)}</div>`.markup;
}

function blocksHtml(blocks: readonly Block[], ui: Interface): Markup {
  return html`${blocks.map((block) => html`${blockHtml(block, ui)} `)}`;
}

function blockHtml(block: Block, ui: Interface): Markup {
  switch (block.kind) {
    case 'headline':
      return headlineHtml(block);
    case 'heading':
      return headingHtml(block);
    case 'paragraph':
      return html`<p>${sentence(block.text)}</p>`;
    case 'list':
      return html`<ul>
        ${block.items.map((item) => html`<li>${sentence(item)}</li>`)}
      </ul>`;
    case 'chain':
      return chainHtml(block.links);
    case 'findings':
      return findingsHtml(block.findings, ui);
    case 'table':
      return tableHtml(block);
    case 'commands':
      return commandsHtml(block.lines);
    case 'log':
      return html`<pre class="tgd-log" tabindex="0" role="region" aria-label="Output">
${clean(block.text)}</pre>`;
    case 'chart':
      return chartHtml(block);
    case 'details':
      return html`<details>
        <summary>${sentence(block.summary)}</summary>
        ${blocksHtml(block.blocks, ui)}
      </details>`;
    case 'progress':
      return progressHtml(block);
  }
}

/** Level 1 is reserved for the notebook's title. */
function headingHtml({ level, text }: Extract<Block, { kind: 'heading' }>): Markup {
  return level === 2 ? html`<h2>${sentence(text)}</h2>` : html`<h3>${sentence(text)}</h3>`;
}

function headlineHtml({
  status,
  text,
  next,
  commands = [],
}: Extract<Block, { kind: 'headline' }>): Markup {
  const step = next === undefined ? nothing : html`<p>→ ${sentence(next)}</p>`;
  return html`<div class="tgd-headline tgd-${status}">
    <p>${badge(status)}: <strong>${sentence(text)}</strong></p>
    ${step}${commandsHtml(commands)}
  </div>`;
}

function progressHtml({ text, done }: Extract<Block, { kind: 'progress' }>): Markup {
  const name = label(text);
  if (done === undefined) {
    return html`<p class="tgd-working">
      ${sentence(text)} <progress aria-label="${name}">…</progress>
    </p>`;
  }
  const percent = Math.round(Math.min(Math.max(done, 0), 1) * 100);
  return html`<p class="tgd-working">
    ${sentence(text)}
    <progress aria-label="${name}" max="100" value="${percent}">${percent} %</progress> ${percent} %
  </p>`;
}
