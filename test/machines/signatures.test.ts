import { describe, expect, test } from 'vitest';
import { noise, signatures } from '../../src/explain/signatures/index.ts';

/** What `explain` cuts lines to before it looks. */
const longestLine = 4000;
const size = 1_000_000;

/** The words of a pattern, which a text can repeat to make it try again and again. */
const wordsOf = (pattern: RegExp): string[] => [
  ...new Set(
    pattern.source
      .replaceAll(/\\[bBdDsSwWnrt]|\[\^?[^\]]*\]|[*+?{}()|^$]/gu, '\u0000')
      .replaceAll(/\\(.)/gu, '$1')
      .split('\u0000')
      .filter((word) => word.length > 2),
  ),
];

/** Each word on lines of its own, and all of them on lines as long as `explain` leaves them. */
function textsOf(pattern: RegExp): string[] {
  const words = wordsOf(pattern);
  const all = `${words.join(' ')} `;
  const line = all.repeat(Math.ceil(longestLine / all.length)).slice(0, longestLine);
  const lines = [...words.toSorted((a, b) => b.length - a.length).slice(0, 3), all, line];
  return lines.map((one) => `${one}\n`.repeat(Math.ceil(size / (one.length + 1))));
}

const patterns = [
  ...signatures.flatMap(({ id, pattern, needs, unless }) =>
    [pattern, needs, unless].flatMap((one) => (one === undefined ? [] : [{ id, pattern: one }])),
  ),
  ...noise.map(({ id, pattern }) => ({ id, pattern })),
];

/** A pattern that takes time with the square of the text would not end here: a megabyte took one of them half a minute. */
describe('patterns take time with the length of the text', () => {
  test.each(patterns)('$id $pattern', ({ pattern }) => {
    for (const text of textsOf(pattern)) expect(typeof pattern.test(text)).toBe('boolean');
  });

  test('the words of a pattern are taken out of it', () => {
    expect(wordsOf(/failed call to cuInit: (?:A|\w+)\.so/)).toEqual([
      'failed call to cuInit: ',
      '.so',
    ]);
  });
});
