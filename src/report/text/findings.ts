import type { Finding } from '../../diagnose/finding.ts';
import { findingBlocks, type FindingBlock } from '../finding-blocks.ts';
import { cleanCode, cleanLine } from '../foreign.ts';
import { roleWords } from '../words.ts';
import { hanging, indent, narrower, type Paper, sign } from './paper.ts';

/** Findings one below the other. */
export function findingsText(findings: readonly Finding[], paper: Paper): string[] {
  return findingBlocks(findings, paper.ui).flatMap((block, at) => [
    ...(at === 0 ? [] : ['']),
    ...findingText(block, paper),
  ]);
}

function findingText(block: FindingBlock, paper: Paper): string[] {
  const inner = narrower(paper, 2);
  const name = paper.ink(cleanLine(block.id), 'bold');
  const sections = block.sections.flatMap(({ title, items }) => [
    paper.ink(title, 'bold'),
    ...items.flatMap(({ text, commands }) => [
      ...hanging('- ', text, inner),
      ...commands.map((line) => `      ${paper.ink(cleanCode(line), 'code')}`),
    ]),
  ]);
  return [
    `${sign(block.status, paper)} ${roleWords[block.role]} ${name}`,
    ...indent(
      [
        ...hanging('', block.summary, inner),
        ...sections,
        ...hanging('', `Read more: \`${cleanLine(block.more)}\``, inner),
      ],
      2,
    ),
  ];
}
