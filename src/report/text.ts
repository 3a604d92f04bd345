import pc from 'picocolors';
import stringWidth from 'fast-string-width';

import type { Interface } from '../interface.ts';
import { clean, cleanCode } from './foreign.ts';
import type { Block, Report } from './report.ts';
import { chainText } from './text/chain.ts';
import { chartText } from './text/chart.ts';
import { findingsText } from './text/findings.ts';
import {
  hanging,
  indent,
  type Ink,
  inked,
  narrower,
  type Paper,
  sign,
  type Tint,
  wrap,
} from './text/paper.ts';
import { tableText } from './text/table.ts';
import { signs } from './words.ts';

/** How a text is to be laid out. */
export interface TextStyle {
  /** In columns of a fixed-width font; below 24 it is taken as 24. */
  readonly width: number;
  readonly colour: boolean;
  /** Whether web addresses become links (OSC 8), which not every terminal knows. */
  readonly hyperlinks?: boolean;
  /** For whom commands are written: a terminal when it is left out. */
  readonly ui?: Interface;
}

/**
 * A report as plain text, at most `width` wide: only commands and logs, which are there to be copied, may be
 * wider. Ends without a line feed.
 */
export function toText(report: Report, style: TextStyle): string {
  const paper: Paper = {
    ui: style.ui ?? 'terminal',
    width: Math.max(Math.floor(style.width), 24),
    ink: inkOf(style.colour),
    hyperlinks: style.hyperlinks === true,
  };
  return blocksText(report.blocks, paper).join('\n');
}

function inkOf(colour: boolean): Ink {
  if (!colour) return (text) => text;
  const colours = pc.createColors(true);
  const tints: Record<Tint, (text: string) => string> = {
    ok: colours.green,
    warn: colours.yellow,
    fail: colours.red,
    unknown: colours.magenta,
    skipped: colours.dim,
    working: colours.cyan,
    info: colours.blue,
    bold: colours.bold,
    dim: colours.dim,
    code: colours.cyan,
  };
  return (text, tint) => tints[tint](text);
}

function blocksText(blocks: readonly Block[], paper: Paper): string[] {
  return blocks.flatMap((block, at) => [...(at === 0 ? [] : ['']), ...blockText(block, paper)]);
}

function blockText(block: Block, paper: Paper): string[] {
  switch (block.kind) {
    case 'headline':
      return headlineText(block, paper);
    case 'paragraph':
      return hanging('', block.text, paper);
    case 'heading':
      return headingText(block, paper);
    case 'list':
      return block.items.flatMap((item) => hanging('- ', item, paper));
    case 'chain':
      return chainText(block.links, paper);
    case 'findings':
      return findingsText(block.findings, paper);
    case 'table':
      return tableText(block, paper);
    case 'commands':
      return commandLines(block.lines, paper);
    case 'log':
      return clean(block.text)
        .replaceAll('\t', '    ')
        .split('\n')
        .map((line) => paper.ink(`│ ${line}`, 'dim').trimEnd());
    case 'chart':
      return chartText(block, paper);
    case 'details':
      return [
        ...hanging('', block.summary, paper).map((line) => paper.ink(line, 'bold')),
        ...indent(blocksText(block.blocks, narrower(paper, 2)), 2),
      ];
    case 'progress':
      return progressText(block, paper);
  }
}

/** Lines to be copied: never broken. */
function commandLines(lines: readonly string[], paper: Paper): string[] {
  return lines.map((line) => `    ${paper.ink(cleanCode(line), 'code')}`);
}

function headlineText(block: Extract<Block, { kind: 'headline' }>, paper: Paper): string[] {
  const [first = '', ...others] = wrap(inked(block.text, paper), paper.width - 2);
  return [
    `${sign(block.status, paper)} ${paper.ink(first, 'bold')}`,
    ...indent(
      others.map((line) => paper.ink(line, 'bold')),
      2,
    ),
    ...(block.next === undefined ? [] : hanging('  → ', block.next, paper)),
    ...commandLines(block.commands ?? [], paper),
  ];
}

function headingText({ level, text }: Extract<Block, { kind: 'heading' }>, paper: Paper): string[] {
  const lines = hanging('', text, paper);
  const rule = (level === 2 ? '═' : '─').repeat(
    Math.max(...lines.map((line) => stringWidth(line))),
  );
  return [...lines.map((line) => paper.ink(line, 'bold')), paper.ink(rule, 'dim')];
}

function progressText(block: Extract<Block, { kind: 'progress' }>, paper: Paper): string[] {
  const done = block.done === undefined ? undefined : Math.min(Math.max(block.done, 0), 1);
  const share = done === undefined ? '' : ` (${Math.round(done * 100)} %)`;
  return hanging(`${paper.ink(signs.working, 'working')} `, `${block.text}${share}`, paper);
}
