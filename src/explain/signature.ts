/** One trace that a cause leaves in a log, a traceback or the output of pip or nvidia-smi. */
export interface Signature {
  /** Finding id. */
  readonly id: string;
  /** Looked for in the whole text; matches within one line unless it says `[\s\S]`. */
  readonly pattern: RegExp;
  /** How sure this trace makes, alone: 0 to 1. */
  readonly weight: number;
  /** Must be found elsewhere in the text. */
  readonly needs?: RegExp;
  /** Must not be found anywhere in the text: it points to something better. */
  readonly unless?: RegExp;
  /** TensorFlow versions that print it. */
  readonly versions?: string;
}

/** A line that people fear and that means nothing. */
export interface Noise {
  readonly id: string;
  readonly pattern: RegExp;
  readonly versions: string;
}
