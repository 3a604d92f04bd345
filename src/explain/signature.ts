import type { Row } from '../knowledge/tables.ts';
import type { TextCauseId } from './causes.ts';

/** One trace that a cause leaves in a log, a traceback or the output of pip or nvidia-smi. */
export interface Signature {
  readonly id: TextCauseId;
  /**
   * Looked for in each line by itself. Two traces that stand in different lines are `pattern` and `needs`. Each match
   * must hold some text of three characters or more, by which lines are sorted out quickly.
   */
  readonly pattern: RegExp;
  /** How sure this trace makes, alone: 0 to 1. */
  readonly weight: number;
  /** Must be found in some line of the text. */
  readonly needs?: RegExp;
  /** Must not be found in any line of the text: it points to something better. */
  readonly unless?: RegExp;
  /** On which releases the cause can be at all. Where the text names another one, the trace counts half. */
  readonly releases?: (release: Row<'tensorflow'>) => boolean;
}

/** A line that people fear and that means nothing. It is never read as a trace of a cause. */
export interface Noise {
  readonly id: string;
  readonly pattern: RegExp;
  /** Why it is harmless, in one sentence. */
  readonly why: string;
  /** It is harmless on a machine without a GPU only, so that it can be a trace of a cause, too. */
  readonly alsoTrace?: true;
}
