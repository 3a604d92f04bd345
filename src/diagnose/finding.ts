import type { Remedy } from '../remedies/remedy.ts';
import type { LinkName } from './chain.ts';
import type { FindingId } from './rules/index.ts';

/**
 * `error`: a GPU is there (or was asked for) and TensorFlow does not use it or fails on it.
 * `warning`: it is used, but slower, riskier or soon to break. `info`: worth knowing.
 */
export type Severity = 'error' | 'warning' | 'info';

/** One thing that was seen, and where: the command, file or log line that shows it. */
export interface Evidence {
  readonly fact: string;
  readonly value: string;
  readonly source: string;
}

/** What a rule says of one machine, before findings are ranked against each other. */
export interface RuleFinding {
  /** Kebab-case, stable for ever; the name of the page in `content/findings/`. */
  readonly id: FindingId;
  readonly link: LinkName;
  readonly severity: Severity;
  /** One sentence in words a beginner understands. */
  readonly summary: string;
  readonly evidence: readonly Evidence[];
  readonly remedies: readonly Remedy[];
  /** What would look the same, and by what it was ruled out. */
  readonly ruledOut?: readonly { readonly id: FindingId; readonly because: string }[];
}

/** A finding in its place: the root, a consequence of it, or a matter of its own. */
export interface Finding extends RuleFinding {
  readonly role: 'root' | 'consequence' | 'separate';
  /** Path of the page, relative to the package. */
  readonly page: string;
}
