import type { Finding } from '../../diagnose/finding.ts';
import type { Interface } from '../../interface.ts';
import { findingBlocks, type FindingBlock, type FindingItem } from '../finding-blocks.ts';
import { cleanCode, cleanLine } from '../foreign.ts';
import { roleWords, signs, words } from '../words.ts';
import { escapeMarkdown, fenced, inlineMarkdown } from './escape.ts';

/** Findings as sections of a Markdown text. */
export function findingsMarkdown(findings: readonly Finding[], ui: Interface): string {
  return findingBlocks(findings, ui).map(findingMarkdown).join('\n\n');
}

function findingMarkdown(block: FindingBlock): string {
  const name = escapeMarkdown(cleanLine(block.id));
  const more = inlineMarkdown(`Read more: \`${cleanLine(block.more)}\``);
  return [
    `### ${signs[block.status]} ${roleWords[block.role]} ${name} (${words[block.status]})`,
    inlineMarkdown(block.summary),
    ...block.sections.flatMap(({ title, items }) => [
      `**${title}**`,
      items.map(itemMarkdown).join('\n').trimEnd(),
    ]),
    more,
  ].join('\n\n');
}

function itemMarkdown({ text, commands }: FindingItem): string {
  const line = `- ${inlineMarkdown(text)}`;
  if (commands.length === 0) return line;
  const code = fenced(commands.map(cleanCode).join('\n'));
  return `${line}\n\n${code.replaceAll(/^/gmu, '  ')}\n`;
}
