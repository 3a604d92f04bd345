import stringWidth from 'fast-string-width';

import { cleanLine } from './foreign.ts';

const graphemes = new Intl.Segmenter();

/** A name on one line that takes up at most so many columns of a fixed-width font. */
export function short(text: string, columns: number): string {
  const line = cleanLine(text, 4 * columns);
  if (stringWidth(line) <= columns) return line;
  const letters = Array.from(graphemes.segment(line), ({ segment }) => segment).slice(0, columns);
  while (stringWidth(letters.join('')) >= columns) letters.pop();
  return `${letters.join('')}…`;
}
