import { cleanLine } from './foreign.ts';

/** A stretch of a sentence: words, or code that stood between backticks. */
export interface Stretch {
  readonly text: string;
  readonly code: boolean;
}

/** A sentence in its stretches, cleaned; a backtick without a partner is a letter like any other. */
export function stretches(sentence: string): Stretch[] {
  const found: Stretch[] = [];
  const line = cleanLine(sentence);
  let at = 0;
  for (const { 0: whole, 1: code = '', index } of line.matchAll(/`([^`]+)`/gu)) {
    if (index > at) found.push({ text: line.slice(at, index), code: false });
    found.push({ text: code, code: true });
    at = index + whole.length;
  }
  if (at < line.length) found.push({ text: line.slice(at), code: false });
  return found;
}
