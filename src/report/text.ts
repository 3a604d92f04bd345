import { clean, cleanLine } from './foreign.ts';
import type { Block, Report } from './report.ts';
import { linkNames, signs } from './words.ts';

/** How a text is to be laid out. */
export interface TextStyle {
  /** In columns of a fixed-width font. */
  readonly width: number;
  readonly colour: boolean;
}

/** A report as plain text; ends without a line feed. */
export function toText(report: Report, style: TextStyle): string {
  return report.blocks.map((block) => blockText(block, style)).join('\n\n');
}

function blockText(block: Block, style: TextStyle): string {
  switch (block.kind) {
    case 'headline':
      return [`${signs[block.status]} ${cleanLine(block.text)}`, block.next ?? '']
        .join('\n')
        .trim();
    case 'paragraph':
      return cleanLine(block.text);
    case 'list':
      return block.items.map((item) => `- ${cleanLine(item)}`).join('\n');
    case 'chain':
      return block.links
        .map((link) => `${signs[link.status]} ${linkNames[link.link]}: ${cleanLine(link.summary)}`)
        .join('\n');
    case 'findings':
      return block.findings.map((finding) => cleanLine(finding.summary)).join('\n');
    case 'table':
      return block.rows
        .map((row) => row.map((cell) => (typeof cell === 'string' ? cell : cell.text)).join('  '))
        .join('\n');
    case 'commands':
      return block.lines.map((line) => `    ${cleanLine(line)}`).join('\n');
    case 'log':
      return clean(block.text);
    case 'chart':
      return cleanLine(block.title);
    case 'details':
      return [cleanLine(block.summary), toText({ blocks: block.blocks }, style)].join('\n');
    case 'progress':
      return `${signs.working} ${cleanLine(block.text)}`;
  }
}
