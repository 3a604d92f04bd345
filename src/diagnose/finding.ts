import type { LinkName } from './chain.ts';

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

/**
 * `env`: a variable; `pip`: packages of this environment; `system`: driver or operating system;
 * `code`: the user's own lines; `hardware`: another card or machine.
 */
export type RemedyKind = 'env' | 'pip' | 'system' | 'code' | 'hardware';

export interface Remedy {
  readonly id: string;
  readonly kind: RemedyKind;
  readonly summary: string;
  /** Exact lines for this machine, to copy; empty when there is nothing to type. */
  readonly commands: readonly string[];
  readonly proof: 'proven' | 'refuted' | 'untried' | 'untriable';
  /** For `env`: what a trial changes before it starts TensorFlow again; `null` unsets. */
  readonly environment?: Readonly<Record<string, string | null>>;
}

/** What a rule says of one machine, before findings are ranked against each other. */
export interface RuleFinding {
  /** Kebab-case, stable for ever; the name of the page in `content/findings/`. */
  readonly id: string;
  readonly link: LinkName;
  readonly severity: Severity;
  /** One sentence in words a beginner understands. */
  readonly summary: string;
  readonly evidence: readonly Evidence[];
  readonly remedies: readonly Remedy[];
  /** What would look the same, and by what it was ruled out. */
  readonly ruledOut?: readonly { readonly id: string; readonly because: string }[];
}

/** A finding in its place: the root, a consequence of it, or a matter of its own. */
export interface Finding extends RuleFinding {
  readonly role: 'root' | 'consequence' | 'separate';
  /** Path of the page, relative to the package. */
  readonly page: string;
}
