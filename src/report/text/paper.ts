import stringWidth from 'fast-string-width';
import { wrapAnsi } from 'fast-wrap-ansi';

import type { Interface } from '../../interface.ts';
import { stretches } from '../inline.ts';
import type { Status } from '../report.ts';
import { signs } from '../words.ts';

/** What a text is written on. */
export interface Paper {
  /** In columns of a fixed-width font. */
  readonly width: number;
  /** Colours a text, or leaves it as it is where none are wanted. */
  readonly ink: Ink;
  readonly hyperlinks: boolean;
  /** For whom commands are written. */
  readonly ui: Interface;
}

export type Tint = Status | 'bold' | 'dim' | 'code';
export type Ink = (text: string, tint: Tint) => string;

/** The same paper, indented by so many columns. */
export function narrower(paper: Paper, columns: number): Paper {
  return { ...paper, width: Math.max(paper.width - columns, 12) };
}

/** A sentence of a report, its code without backticks and tinted. */
export function inked(sentence: string, paper: Paper): string {
  return stretches(sentence)
    .map(({ text, code }) => {
      if (code) return paper.ink(text, 'code');
      return paper.hyperlinks ? text.replaceAll(address, linked) : text;
    })
    .join('');
}

/** A web address in a sentence, without the punctuation that follows it. */
const address = /https?:\/\/[^\s<>"'()[\]]*[^\s<>"'()[\].,;:!?]/gu;

function linked(url: string): string {
  return `\u001b]8;;${url}\u0007${url}\u001b]8;;\u0007`;
}

/** A status as its sign. */
export function sign(status: Status, paper: Paper): string {
  return paper.ink(signs[status], status);
}

/** Breaks at blanks. A word longer than a line, such as a path, is broken behind a separator where it has one. */
export function wrap(text: string, width: number): string[] {
  const columns = Math.max(width, 1);
  const lines = text
    .split(' ')
    .map((word) => (stringWidth(word) > columns ? inPieces(word, columns) : word));
  return wrapAnsi(lines.join(' '), columns, { hard: true })
    .split('\n')
    .map((line) => line.trimEnd());
}

/** A long word on lines of its own, each ending behind a slash, a colon or a comma. */
function inPieces(word: string, columns: number): string {
  // The address of a link is not shown, so its slashes are not places to break at.
  if (word.includes('\u001b]8')) return word;
  const pieces: string[] = [];
  for (const piece of word.split(/(?<=[/\\:,])/u)) {
    const last = pieces.at(-1);
    if (last !== undefined && stringWidth(last + piece) <= columns)
      pieces[pieces.length - 1] = last + piece;
    else pieces.push(piece);
  }
  return pieces.join('\n');
}

/** A sentence, wrapped behind `first`; the lines after the first stand as far in. */
export function hanging(first: string, sentence: string, paper: Paper): string[] {
  const columns = stringWidth(first);
  return wrap(inked(sentence, paper), paper.width - columns).map(
    (line, at) => (at === 0 ? first : ' '.repeat(columns)) + line,
  );
}

export function indent(lines: readonly string[], columns: number): string[] {
  return lines.map((line) => (line === '' ? '' : ' '.repeat(columns) + line));
}

/** Fills up with blanks to a width in columns, not letters. */
export function pad(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const blanks = ' '.repeat(Math.max(width - stringWidth(text), 0));
  return align === 'right' ? blanks + text : text + blanks;
}
