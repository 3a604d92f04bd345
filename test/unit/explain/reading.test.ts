import { describe, expect, test } from 'vitest';
import { type Automaton, createAutomaton } from '../../../src/explain/reading/automaton.ts';
import { automatonFor, createLineScanner } from '../../../src/explain/reading/line-scanner.ts';
import { literalsOf } from '../../../src/explain/reading/literals.ts';

const encoder = new TextEncoder();

describe('the texts that a match of a pattern must hold', () => {
  test.each<[RegExp, readonly string[]]>([
    [/failed call to cuInit/, ['failed call to cuinit']],
    [/lib(?:cudart|cublas)\.so/, ['cudart', 'cublas']],
    [/a?bcde+f|fgh\.i/, ['bcd', 'fgh.i']],
    [/\bXid\b[^\n]*\b(?:48|62)\b/, ['xid']],
    [/(?!not this)but this/, ['but this']],
    [/x{0,3}yyy z*/, ['yyy ']],
  ])('%s: %j', (pattern, texts) => {
    expect(literalsOf(pattern)).toEqual(texts);
  });

  test.each([/\d+/, /ab|cdef/, /(?:long text)?/])('%s need not hold any', (pattern) => {
    expect(() => literalsOf(pattern)).toThrow('need not hold');
  });
});

/** Which texts an automaton finds in another text, and at which character each ends. */
function foundIn(text: string, { columns, width, next, ends, complete }: Automaton): string[] {
  const found: string[] = [];
  let state = 0;
  for (const [place, byte] of encoder.encode(text).entries()) {
    state = next[state * width + (columns[byte] ?? 0)] ?? 0;
    complete(state);
    for (const one of ends[state] ?? []) found.push(`${one} at ${place}`);
  }
  return found;
}

test('texts inside other texts are found, in any case', () => {
  const automaton = createAutomaton(['he', 'she', 'hers', 'his']);
  expect(foundIn('USHERS', automaton)).toEqual(['1 at 3', '0 at 3', '2 at 5']);
  expect(foundIn('this', automaton)).toEqual(['3 at 3']);
});

test('what is found does not depend on the texts that were read before', () => {
  const words = ['a', 'ab', 'aab', 'bab', 'abab', 'bba', 'cab', 'ca', 'bbbb'];
  const used = createAutomaton(words);
  for (let number = 0; number < 3 ** 7; number += 1) {
    const text = number.toString(3).replaceAll('0', 'a').replaceAll('1', 'b').replaceAll('2', 'c');
    const wanted = words.flatMap((word, index) =>
      Array.from(text, (_, end) => end)
        .filter((end) => text.slice(0, end + 1).endsWith(word))
        .map((end) => `${index} at ${end}`),
    );
    expect(foundIn(text, used).toSorted()).toEqual(wanted.toSorted());
  }
});

const seen = (pieces: readonly string[]): string[] => {
  const lines: string[] = [];
  const scanner = createLineScanner(automatonFor(['needle']), (line, number) => {
    lines.push(`${number}: ${line}`);
    return line.startsWith('next');
  });
  for (const piece of pieces) scanner.push(encoder.encode(piece));
  scanner.end();
  return lines;
};

describe('lines', () => {
  test('are found wherever the pieces end, and keep their numbers', () => {
    const text =
      'one\r\nnext needle\r\nthree\r\n\u001B[31mnee\u001B[0mdle\rNEEDLE &lt;5&gt;\nlast needle';
    const whole = ['2: next needle', '3: three', '4: needle', '4: NEEDLE <5>', '5: last needle'];
    expect(seen([text])).toEqual(whole);
    expect(seen(text.split(''))).toEqual(whole);
    expect(seen([text.slice(0, 12), text.slice(12, 30), text.slice(30)])).toEqual(whole);
  });

  test('of any length are read in pieces, and nothing at a border is missed', () => {
    for (const before of [4000, 4090, 4094, 4096, 8000, 100_000]) {
      expect(seen([`${'x'.repeat(before)}needle${'y'.repeat(5000)}`]).length).toBeGreaterThan(0);
    }
  });
});
