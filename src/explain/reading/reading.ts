import type { Found, Reader } from '../reader.ts';
import { asksForVersion } from '../context.ts';
import { readerKinds } from '../readers/index.ts';
import { createLineScanner, type LineScanner } from './line-scanner.ts';
import { table } from './table.ts';

/** A text that is being read, and what was found in it until now. */
export interface Reading {
  readonly push: LineScanner['push'];
  readonly end: () => void;
  /** The lines in which a pattern was found, the first ones; empty when it was not found. */
  readonly linesOf: (pattern: RegExp) => readonly number[];
  /** The first line that a pattern matched, taken apart. */
  readonly matchOf: (pattern: RegExp) => RegExpExecArray | undefined;
  /** The line that followed a question for TensorFlow's version. */
  readonly answeredVersion: () => string | undefined;
  readonly readers: readonly Reader[];
  /** The text of a line that was noted. */
  readonly lineText: (number: number) => string | undefined;
}

/** Few combinations of texts stand in one line again and again. */
const mostRemembered = 1000;

interface Trace {
  readonly lines: number[];
  match?: RegExpExecArray;
}

/** A noted line is cut to so many characters. */
const longestNoted = 400;
/** So many lines with patterns are noted, and as many that readers were given. Only a text of nothing but errors has more. */
const mostNoted = 2000;

/** Begins to read a text. Memory stays the same however long the text is. */
export function startReading(): Reading {
  const { patterns, automaton, patternsOf, readersOf } = table();
  const traces: Trace[] = patterns.map(() => ({ lines: [] }));
  const places = new Map(patterns.map(({ pattern }, index) => [pattern, index]));
  const readers = readerKinds.map(({ create }) => create());
  const candidates = new Map<string, readonly number[]>();
  const waiting = new Set<number>();
  const noted = new Map<number, string>();
  const given = new Map<number, string>();
  let asksVersion = false;
  let version: string | undefined;

  /** Tries one pattern on a line. Returns whether it was found. */
  function attempt(place: number, line: string, number: number): boolean {
    const wanted = patterns[place];
    const trace = traces[place];
    if (wanted === undefined || trace === undefined) return false;
    if (trace.lines.length >= wanted.most)
      return wanted.role === 'noise' && wanted.pattern.test(line);
    const match = wanted.pattern.exec(line);
    if (match === null) return false;
    trace.match ??= match;
    if (trace.lines.at(-1) !== number) trace.lines.push(number);
    if (wanted.role !== 'context') note(noted, line, number);
    if (trace.lines.length >= wanted.most) ignoreWhatIsFull();
    return true;
  }

  const isFull = (place: number): boolean =>
    (traces[place]?.lines.length ?? 0) >= (patterns[place]?.most ?? 0);

  /** Lines are not looked at any more for a text that no pattern and no reader needs. */
  function ignoreWhatIsFull(): void {
    scanner.ignore(
      patternsOf.flatMap((wanted, text) =>
        wanted.every(isFull) && readersOf[text]?.length === 0 ? [text] : [],
      ),
    );
  }

  /** The places of the patterns that a line with these texts can match, in their order: noise stands first. */
  function candidatesOf(found: readonly number[]): readonly number[] {
    const [only = -1] = found;
    if (found.length < 2) return patternsOf[only] ?? [];
    const key = found.join();
    const remembered = candidates.get(key);
    if (remembered !== undefined) return remembered;
    const all = found.flatMap((text) => patternsOf[text] ?? []);
    const inTurn = [...new Set(all)].toSorted((a, b) => a - b);
    if (candidates.size < mostRemembered) candidates.set(key, inTurn);
    return inTurn;
  }

  /** Looks for patterns. Returns whether the line is harmless. */
  function tryPatterns(line: string, number: number, found: readonly number[]): boolean {
    let isNoise = false;
    for (const place of candidatesOf(found)) {
      const role = patterns[place]?.role;
      if (role === 'trace' && isNoise) continue;
      const isFound = attempt(place, line, number);
      if (role === 'noise' && isFound) isNoise = true;
    }
    return isNoise;
  }

  function giveToReaders(line: string, number: number, found: readonly number[]): void {
    const inCharge = new Set(waiting);
    for (const text of found) for (const place of readersOf[text] ?? []) inCharge.add(place);
    waiting.clear();
    if (inCharge.size === 0) return;
    note(given, line, number);
    for (const place of inCharge) if (readers[place]?.line(line, number)) waiting.add(place);
  }

  function handle(line: string, number: number, found: readonly number[]): boolean {
    if (asksVersion) version ??= /^\W*([0-3]\.\d{1,2}\.\d+)/u.exec(line)?.[1];
    if (tryPatterns(line, number, found)) waiting.clear();
    else giveToReaders(line, number, found);
    asksVersion = version === undefined && asksForVersion.test(line);
    return asksVersion || waiting.size > 0;
  }

  const scanner = createLineScanner(automaton, handle);
  const traceOf = (pattern: RegExp): Trace | undefined => traces[places.get(pattern) ?? -1];
  return {
    push: scanner.push,
    end: scanner.end,
    linesOf: (pattern) => traceOf(pattern)?.lines ?? [],
    matchOf: (pattern) => traceOf(pattern)?.match,
    answeredVersion: () => version,
    readers,
    lineText: (number) => noted.get(number) ?? given.get(number),
  };
}

function note(lines: Map<number, string>, line: string, number: number): void {
  if (lines.size < mostNoted) lines.set(number, line.slice(0, longestNoted));
}

/** The causes of all readers. */
export const foundByReaders = (
  { readers }: Reading,
  about: Parameters<Reader['causes']>[0],
): readonly Found[] => readers.flatMap((reader) => reader.causes(about));
