import { cellOf, type GuideCell } from './cell.ts';
import { wordsOf } from './inline.ts';
import { parseMarkdown } from './markdown.ts';
import { slug } from './markdown.ts';

export interface Prose {
  readonly kind: 'prose';
  /** Anchor: the heading's slug for the part that begins with it, else derived from the last heading. */
  readonly id: string;
  readonly markdown: string;
}

export type Part = Prose | GuideCell;

/**
 * Cuts a page into what becomes one notebook cell each: prose from heading to heading, and Python blocks.
 * @throws ProtocolError when a Python block has a mark that is not known.
 */
export function splitParts(body: string, name: string): Part[] {
  const lines = body.split('\n');
  const parts: Part[] = [];
  let heading = 'top';
  let count = 0;
  let from = 0;
  let id = heading;

  const prose = (until: number): void => {
    const markdown = lines.slice(from, until).join('\n').trim();
    if (markdown) parts.push({ kind: 'prose', id, markdown });
  };
  const tokens = parseMarkdown(body);
  tokens.forEach((token, at) => {
    if (token.level !== 0 || !token.map) return;
    const [start, end] = token.map;
    if (token.type === 'heading_open') {
      prose(start);
      heading = slug(wordsOf(tokens[at + 1]));
      count = 0;
      from = start;
      id = heading;
    } else if (token.type === 'fence') {
      const cell = cellOf(token.info, token.content, `${heading}-cell-${count + 1}`, name);
      if (!cell) return;
      prose(start);
      count += 1;
      parts.push(cell);
      from = end;
      id = `${cell.id}-text`;
    }
  });
  prose(lines.length);
  return parts;
}
