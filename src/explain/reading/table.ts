import { sourceTraces, systemTraces, versionTraces } from '../context.ts';
import { readerKinds } from '../readers/index.ts';
import { noise, signatures } from '../signatures/index.ts';
import type { Automaton } from './automaton.ts';
import { automatonFor } from './line-scanner.ts';
import { literalsOf } from './literals.ts';

/** What is looked for in a text, sorted by the literal texts that betray it. */
export interface SearchTable {
  readonly patterns: readonly WantedPattern[];
  readonly automaton: Automaton;
  /** By the place of a text in the automaton: the places of the patterns of which a match can hold it. */
  readonly patternsOf: readonly (readonly number[])[];
  /** By the place of a text in the automaton: the places of the kinds of readers that are given its lines. */
  readonly readersOf: readonly (readonly number[])[];
}

export interface WantedPattern {
  readonly pattern: RegExp;
  /** `context`: says where the text comes from. `noise`: harmless. `trace`: of a cause, or beside one. */
  readonly role: 'context' | 'noise' | 'trace';
  /** So many lines with it are noted; then it is not looked for any more. */
  readonly most: number;
}

/** So many lines of one pattern are noted. */
const mostLines = 50;

let made: SearchTable | undefined;

/** Made once, when a text is explained for the first time: it takes some milliseconds. */
export const table = (): SearchTable => (made ??= make());

function make(): SearchTable {
  const patterns = wantedPatterns();
  const places = new Map<string, { patterns: number[]; readers: number[] }>();
  const placeOf = (text: string) => {
    const place = places.get(text) ?? { patterns: [], readers: [] };
    places.set(text, place);
    return place;
  };
  for (const [index, { pattern }] of patterns.entries()) {
    for (const text of literalsOf(pattern)) placeOf(text).patterns.push(index);
  }
  for (const [index, { words }] of readerKinds.entries()) {
    for (const text of words) placeOf(text).readers.push(index);
  }
  return {
    patterns,
    automaton: automatonFor([...places.keys()]),
    patternsOf: [...places.values()].map((place) => place.patterns),
    readersOf: [...places.values()].map((place) => place.readers),
  };
}

/** Each pattern once, although several signatures share some. */
function wantedPatterns(): WantedPattern[] {
  const wanted = new Map<RegExp, WantedPattern>();
  const want = (pattern: RegExp | undefined, role: WantedPattern['role'], most: number): void => {
    if (pattern === undefined || (wanted.get(pattern)?.most ?? 0) >= most) return;
    wanted.set(pattern, { pattern, role, most });
  };
  for (const { pattern, alsoTrace } of noise)
    want(pattern, alsoTrace ? 'trace' : 'noise', mostLines);
  for (const { pattern, needs, unless } of signatures) {
    want(pattern, 'trace', mostLines);
    want(needs, 'trace', 1);
    want(unless, 'trace', 1);
  }
  for (const pattern of versionTraces) want(pattern, 'context', 1);
  for (const [, pattern] of [...systemTraces, ...sourceTraces]) want(pattern, 'context', 1);
  return [...wanted.values()];
}
