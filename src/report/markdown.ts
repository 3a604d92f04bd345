import type { Interface } from '../interface.ts';
import { chartTable } from './chart-table.ts';
import { clean, cleanCode, cleanLine } from './foreign.ts';
import { escapeHtml } from './html/markup.ts';
import { fenced, inlineMarkdown } from './markdown/escape.ts';
import { findingsMarkdown } from './markdown/findings.ts';
import { tableMarkdown } from './markdown/table.ts';
import type { Block, Report } from './report.ts';
import { linkNames, signs, words } from './words.ts';

/**
 * A report as Markdown that fits an issue on GitHub: nothing foreign in it becomes markup, mentions a person or
 * refers to another issue. Commands are written for `ui`, in a file for a terminal. Ends with a line feed.
 */
export function toMarkdown(report: Report, ui: Interface = 'terminal'): string {
  return `${blocksMarkdown(report.blocks, ui)}\n`;
}

function blocksMarkdown(blocks: readonly Block[], ui: Interface): string {
  return blocks.map((block) => blockMarkdown(block, ui)).join('\n\n');
}

function blockMarkdown(block: Block, ui: Interface): string {
  switch (block.kind) {
    case 'headline':
      return [
        `**${signs[block.status]} ${words[block.status]}:** ${inlineMarkdown(block.text)}`,
        ...(block.next === undefined ? [] : [`→ ${inlineMarkdown(block.next)}`]),
        ...(block.commands === undefined ? [] : [commandsMarkdown(block.commands)]),
      ].join('\n\n');
    case 'paragraph':
      return inlineMarkdown(block.text);
    case 'heading':
      return `${'#'.repeat(block.level)} ${inlineMarkdown(block.text)}`;
    case 'list':
      return block.items.map((item) => `- ${inlineMarkdown(item)}`).join('\n');
    case 'chain':
      return block.links
        .map(({ link, status, summary }) => {
          const head = `${signs[status]} **${linkNames[link]}** (${words[status]})`;
          return `1. ${head}: ${inlineMarkdown(summary)}`;
        })
        .join('\n');
    case 'findings':
      return findingsMarkdown(block.findings, ui);
    case 'table':
      return tableMarkdown(block);
    case 'commands':
      return commandsMarkdown(block.lines);
    case 'log':
      return fenced(clean(block.text));
    case 'chart':
      return tableMarkdown(chartTable(block));
    case 'details':
      return folded(block.summary, blocksMarkdown(block.blocks, ui));
    case 'progress':
      return `${signs.working} ${inlineMarkdown(block.text)}`;
  }
}

function commandsMarkdown(lines: readonly string[]): string {
  return fenced(lines.map(cleanCode).join('\n'));
}

/** GitHub renders Markdown again after the empty line. */
function folded(summary: string, content: string): string {
  const title = escapeHtml(cleanLine(summary)).replaceAll('@', '@\u2060');
  return `<details><summary>${title}</summary>\n\n${content}\n\n</details>`;
}
