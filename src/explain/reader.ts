import type { Knowledge } from '../knowledge/tables.ts';
import type { TextCauseId } from './causes.ts';
import type { LogContext } from './context.ts';

/** A cause that a reader found. */
export interface Found {
  readonly id: TextCauseId;
  /** How sure it is, 0 to 1. */
  readonly weight: number;
  readonly lines: readonly number[];
  /** What the text shows exactly; without it, the sentence that each cause has. */
  readonly summary?: string;
  /** It answers a text that shows nothing else: left out when there is another cause. */
  readonly onlyAlone?: true;
}

/** What a reader may know of the rest of the text. */
export interface KnownOfText {
  readonly context: LogContext;
  readonly knowledge: Knowledge;
  /** Whether the text shows a cause already. */
  readonly found: (id: TextCauseId) => boolean;
}

/** Reads a kind of text of which no line alone says what is wrong: a table, a list of devices. */
export interface Reader {
  /** Takes a line. Returns true to be given the next one, too, whatever that holds. */
  readonly line: (line: string, number: number) => boolean;
  /** What all lines together show. */
  readonly causes: (about: KnownOfText) => readonly Found[];
}

/** A kind of reader: which lines it is given, and how one begins. */
export interface ReaderKind {
  /** It is given the lines that hold one of these texts, in lower case, three characters or more. */
  readonly words: readonly string[];
  readonly create: () => Reader;
}
