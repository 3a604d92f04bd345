import type { Finding } from '../diagnose/finding.ts';
import { figure, measured, notMeasured } from './figures.ts';
import { clean, cleanCode, cleanLine } from './foreign.ts';
import { escapeHtml } from './html/markup.ts';
import { escapeMarkdown, fenced, inlineMarkdown } from './markdown/escape.ts';
import { tableMarkdown } from './markdown/table.ts';
import type { Block, Chart, Report } from './report.ts';
import { linkNames, proofWords, roleWords, severityStatus, signs, words } from './words.ts';

/**
 * A report as Markdown that fits an issue on GitHub: nothing foreign in it becomes markup, mentions a person or
 * refers to another issue. Ends with a line feed.
 */
export function toMarkdown(report: Report): string {
  return `${blocksMarkdown(report.blocks)}\n`;
}

function blocksMarkdown(blocks: readonly Block[]): string {
  return blocks.map(blockMarkdown).join('\n\n');
}

function blockMarkdown(block: Block): string {
  switch (block.kind) {
    case 'headline':
      return [
        `**${signs[block.status]} ${words[block.status]}:** ${inlineMarkdown(block.text)}`,
        ...(block.next === undefined ? [] : [`→ ${inlineMarkdown(block.next)}`]),
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
      return block.findings.map(findingMarkdown).join('\n\n');
    case 'table':
      return tableMarkdown(block);
    case 'commands':
      return fenced(block.lines.map(cleanCode).join('\n'));
    case 'log':
      return fenced(clean(block.text));
    case 'chart':
      return chartMarkdown(block);
    case 'details':
      return folded(block.summary, blocksMarkdown(block.blocks));
    case 'progress':
      return `${signs.working} ${inlineMarkdown(block.text)}`;
  }
}

/** GitHub renders Markdown again after the empty line. */
function folded(summary: string, content: string): string {
  const title = escapeHtml(cleanLine(summary)).replaceAll('@', '@\u2060');
  return `<details><summary>${title}</summary>\n\n${content}\n\n</details>`;
}

function findingMarkdown(finding: Finding): string {
  const sign = signs[severityStatus[finding.severity]];
  const role = `${finding.severity}, ${roleWords[finding.role]}`;
  const evidence = finding.evidence.map(
    ({ fact, value, source }) =>
      `- ${inlineMarkdown(fact)}: ${inlineMarkdown(value)} (${inlineMarkdown(source)})`,
  );
  const remedies = finding.remedies.map((remedy) => {
    const line = `- ${inlineMarkdown(remedy.summary)} (${proofWords[remedy.proof]})`;
    if (remedy.commands.length === 0) return line;
    const code = fenced(remedy.commands.map(cleanCode).join('\n'));
    return `${line}\n\n${code.replaceAll(/^/gmu, '  ')}\n`;
  });
  const ruledOut = (finding.ruledOut ?? []).map(
    ({ id, because }) => `- ${escapeMarkdown(cleanLine(id))}: ${inlineMarkdown(because)}`,
  );
  return [
    `### ${sign} ${escapeMarkdown(cleanLine(finding.id))} (${role})`,
    inlineMarkdown(finding.summary),
    ...section('What was seen', evidence),
    ...section('What to do', remedies),
    ...section('What it is not', ruledOut),
  ].join('\n\n');
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`**${title}**`, lines.join('\n').trimEnd()];
}

function chartMarkdown(chart: Chart): string {
  return tableMarkdown({
    kind: 'table',
    caption: `${chart.title} (${chart.y.title})`,
    columns: [
      { title: chart.x.title },
      ...chart.series.map(({ name }) => ({ title: name, align: 'right' as const })),
    ],
    rows: chart.x.values.map((place, at) => [
      place,
      ...chart.series.map(({ values }) => {
        const value = values[at];
        return measured(value) ? figure(value) : notMeasured;
      }),
    ]),
  });
}
