import type { Token } from 'markdown-it';
import type { Block } from '../report/report.ts';
import { sentenceOf, type Style } from './inline.ts';
import { parseMarkdown } from './markdown.ts';
import { tableFromMarkdown } from './table.ts';

const copied = new Set(['bash', 'bat', 'powershell', 'python']);

/** Markdown as blocks of a report. Quotes become paragraphs; a list inside a list joins the outer one. */
export function blocksOf(text: string, style: Style): Block[] {
  const tokens = parseMarkdown(text);
  const blocks: Block[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (!token) continue;
    if (token.type === 'heading_open') {
      const level = token.tag === 'h2' ? 2 : 3;
      blocks.push({ kind: 'heading', level, text: sentenceOf(tokens[at + 1], style) });
    } else if (token.type === 'paragraph_open') {
      blocks.push({ kind: 'paragraph', text: sentenceOf(tokens[at + 1], style) });
    } else if (token.type === 'fence' || token.type === 'code_block') {
      blocks.push(fenced(token));
    } else if (token.type.endsWith('_list_open')) {
      const end = closing(tokens, at);
      blocks.push({ kind: 'list', items: items(tokens.slice(at, end), style) });
      at = end;
    } else if (token.type === 'table_open') {
      const end = closing(tokens, at);
      blocks.push(tableFromMarkdown(tokens.slice(at, end), style));
      at = end;
    }
  }
  return blocks;
}

function fenced(token: Token): Block {
  const text = token.content.replace(/\n$/, '');
  return copied.has(token.info.trim().split(/\s+/)[0] ?? '')
    ? { kind: 'commands', lines: text.split('\n') }
    : { kind: 'log', text };
}

/** The place of the token that closes the one at `from`. */
function closing(tokens: readonly Token[], from: number): number {
  const level = tokens[from]?.level;
  const found = tokens.findIndex(
    (token, at) => at > from && token.nesting === -1 && token.level === level,
  );
  return found < 0 ? tokens.length : found;
}

function items(tokens: readonly Token[], style: Style): string[] {
  const found: string[] = [];
  for (const token of tokens) {
    if (token.type === 'list_item_open') found.push(token.info ? `${token.info}. ` : '');
    if (token.type !== 'inline') continue;
    const item = found.pop() ?? '';
    const gap = item === '' || item.endsWith(' ') ? '' : ' ';
    found.push(`${item}${gap}${sentenceOf(token, style)}`);
  }
  return found;
}
