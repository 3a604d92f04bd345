import { UsageError } from '../errors.ts';

/**
 * Splits a line into words as a shell does: at white space, with 'single' and "double" quotes, which may stand
 * in the middle of a word. A backslash takes the meaning from a quote, a blank or another backslash, and stays
 * as it is before anything else, so that `C:\Python\python.exe` needs no quotes.
 * @throws UsageError when a quote is not closed.
 */
export function splitWords(line: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote: '"' | "'" | undefined;
  for (let at = 0; at < line.length; at += 1) {
    const letter = line.charAt(at);
    const next = line.charAt(at + 1);
    if (letter === '\\' && isEscapable(next, quote)) {
      word = (word ?? '') + next;
      at += 1;
    } else if (quote !== undefined) {
      if (letter === quote) quote = undefined;
      else word = (word ?? '') + letter;
    } else if (letter === '"' || letter === "'") {
      quote = letter;
      word ??= '';
    } else if (/\s/u.test(letter)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else {
      word = (word ?? '') + letter;
    }
  }
  if (quote !== undefined) {
    throw new UsageError(`The quote ${quote} is not closed. Add one at the end of the word.`);
  }
  if (word !== undefined) words.push(word);
  return words;
}

function isEscapable(letter: string, quote: string | undefined): boolean {
  if (quote === "'") return false;
  if (quote === '"') return letter === '"' || letter === '\\';
  return letter !== '' && /["'\\\s]/u.test(letter);
}
