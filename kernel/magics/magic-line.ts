/**
 * The words of a magic's line without what people write behind a line of Python: a comment (`# note`) and semicolons.
 * A `#` in quotes or inside a word stays.
 */
export function withoutComment(line: string): string {
  let quote: string | undefined;
  let end = line.length;
  for (let at = 0; at < line.length; at += 1) {
    const letter = line.charAt(at);
    if (quote !== undefined) {
      if (letter === quote) quote = undefined;
    } else if (letter === '"' || letter === "'") {
      quote = letter;
    } else if (letter === '#' && (at === 0 || /\s/u.test(line.charAt(at - 1)))) {
      end = at;
      break;
    }
  }
  return line.slice(0, end).replace(/[\s;]+$/u, '');
}
