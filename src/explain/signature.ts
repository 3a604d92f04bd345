import type { Row } from '../knowledge/tables.ts';
import type { TextCauseId } from './causes.ts';

/** One trace that a cause leaves in a log, a traceback or the output of pip or nvidia-smi. */
export interface Signature {
  readonly id: TextCauseId;
  /**
   * Looked for in the whole text; a match lies within one line. Two traces that stand in different lines are `pattern`
   * and `needs`: a pattern that reaches from one to the other takes time with the square of the text.
   */
  readonly pattern: RegExp;
  /** How sure this trace makes, alone: 0 to 1. */
  readonly weight: number;
  /** Must be found elsewhere in the text. */
  readonly needs?: RegExp;
  /** Must not be found anywhere in the text: it points to something better. */
  readonly unless?: RegExp;
  /** On which releases the cause can be at all. Where the text names another one, the trace counts half. */
  readonly releases?: (release: Row<'tensorflow'>) => boolean;
}

/** A line that people fear and that means nothing. */
export interface Noise {
  readonly id: string;
  readonly pattern: RegExp;
}
