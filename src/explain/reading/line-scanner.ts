import { type Automaton, createAutomaton } from './automaton.ts';
import { entitySigns, withoutColours, withoutEntities } from './clean.ts';

/** Reads bytes as they come and gives out the lines that hold one of the wanted texts. */
export interface LineScanner {
  /** Reads on. A line may begin in one piece and end in another. */
  readonly push: (bytes: Uint8Array) => void;
  /** Reads what is left, when there is nothing more to come. */
  readonly end: () => void;
  /** A line is not given out any more for these texts alone, by their place in the list. */
  readonly ignore: (texts: readonly number[]) => void;
}

/**
 * What is done with a line that holds some of the texts: `found` are their places in the list, the line is cleaned, its
 * number is counted from 1. True asks for the next line, too, whatever that holds.
 */
export type HandleLine = (line: string, number: number, found: readonly number[]) => boolean;

/** A longer line is looked at in pieces, in bytes. Pieces overlap, so that a message at a border is in one of them. */
const longestPiece = 4096;
const overlap = 512;
/** Read at once, in bytes, so that what is left of a line is never joined to a very long piece. */
const sliceLength = 65_536;

const newline = 10;
const carriageReturn = 13;
const colourSign = '\u001B[';

const decoder = new TextDecoder();
const encoder = new TextEncoder();

/** The automaton for these texts and for the signs of a line that must be cleaned before it is looked at. */
export const automatonFor = (texts: readonly string[]): Automaton =>
  createAutomaton([...texts, colourSign, ...entitySigns]);

/** What is known of a state: a text ends in it for which a line is given out, or none, or it was not reached yet. */
const passes = 0;
const gives = 1;
const notReached = 2;

/** @param automaton of `automatonFor` */
export function createLineScanner(
  { columns, width, next, ends, count, complete }: Automaton,
  handle: HandleLine,
): LineScanner {
  /** The place of the sign of a colour; the signs of entities follow it, and the wanted texts stand before it. */
  const colour = count - entitySigns.length - 1;
  const ignored = new Set<number>();
  /** Of each state, whether a text ends in it for which a line is given out. */
  const stops = new Uint8Array(ends.length).fill(notReached);
  stops[0] = passes;
  let rest = new Uint8Array(0);
  let number = 1;
  let wantsNext = false;

  /** Completes a state that is reached for the first time. Returns whether a line with it is given out. */
  function reach(state: number): boolean {
    complete(state);
    const found = ends[state];
    const isWanted = found !== undefined && !found.every((text) => ignored.has(text));
    stops[state] = isWanted ? gives : passes;
    return isWanted;
  }

  function textsIn(bytes: Uint8Array): number[] {
    const found: number[] = [];
    let state = 0;
    for (const byte of bytes) {
      state = next[state * width + (columns[byte] ?? 0)] ?? 0;
      if (stops[state] === notReached) reach(state);
      const here = ends[state];
      if (here !== undefined) for (const text of here) if (!found.includes(text)) found.push(text);
    }
    return found;
  }

  /** One line, or a piece of a long one, that is worth a look. */
  function look(bytes: Uint8Array): void {
    const raw = textsIn(bytes);
    const coloured = raw.includes(colour);
    const plain = coloured ? withoutColours(bytes) : bytes;
    let found = coloured ? textsIn(plain) : raw;
    const hasEntities = found.some((text) => text > colour);
    if (!hasEntities && !wantsNext && found.every((text) => ignored.has(text))) return;
    let line = decoder.decode(plain);
    if (hasEntities) {
      line = withoutEntities(line);
      found = textsIn(encoder.encode(line));
    }
    wantsNext = handle(
      line,
      number,
      found.filter((text) => text < colour),
    );
  }

  function pushSlice(more: Uint8Array): void {
    const bytes = rest.length === 0 ? more : joined(rest, more);
    let start = 0;
    let state = 0;
    let isWanted = false;
    for (let at = 0; at < bytes.length; at += 1) {
      const byte = bytes[at] ?? 0;
      const isEnd = byte === newline || byte === carriageReturn;
      if (isEnd || at - start >= longestPiece) {
        // Nothing stands between the two characters of a Windows line end.
        if (at > start && (isWanted || wantsNext)) look(bytes.subarray(start, at));
        isWanted = false;
        state = 0;
        if (byte === newline) number += 1;
        start = isEnd ? at + 1 : at - overlap;
        if (!isEnd) at = start - 1;
      } else {
        state = next[state * width + (columns[byte] ?? 0)] ?? 0;
        const stop = stops[state];
        if (stop !== passes && (stop === gives || reach(state))) isWanted = true;
      }
    }
    rest = bytes.slice(start);
  }

  return {
    push(bytes) {
      for (let at = 0; at < bytes.length; at += sliceLength) {
        pushSlice(bytes.subarray(at, at + sliceLength));
      }
    },
    end() {
      if (rest.length > 0) pushSlice(Uint8Array.of(newline));
    },
    ignore(some) {
      for (const text of some) ignored.add(text);
      for (const [state, stop] of stops.entries()) if (stop === gives) reach(state);
    },
  };
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}
