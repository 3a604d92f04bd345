/**
 * `env`: a variable; `pip`: packages of this environment; `system`: driver or operating system;
 * `code`: the user's own lines; `hardware`: another GPU or machine.
 */
export type RemedyKind = 'env' | 'pip' | 'system' | 'code' | 'hardware';

export interface Remedy {
  readonly id: string;
  readonly kind: RemedyKind;
  readonly summary: string;
  /** Exact lines for this machine, to copy; empty when there is nothing to type. */
  readonly commands: readonly string[];
  /** Whether `gpu-fix --try` showed that it helps. A check itself tries nothing. */
  readonly proof: 'proven' | 'refuted' | 'untried' | 'untriable';
  /** When it was proven: ISO 8601; null when a trial showed something else. */
  readonly provenAt?: string | null;
  /** For `env`: what `gpu-fix` changes before it starts TensorFlow again; `null` unsets. */
  readonly environment?: Readonly<Record<string, string | null>>;
}

/** Kinds that a throw-away process or environment can prove. */
const triable: readonly RemedyKind[] = ['env', 'pip'];

/** A remedy that was not tried. */
export function remedy(
  id: string,
  kind: RemedyKind,
  summary: string,
  commands: readonly string[] = [],
  environment?: Readonly<Record<string, string | null>>,
): Remedy {
  return {
    id,
    kind,
    summary,
    commands,
    proof: triable.includes(kind) ? 'untried' : 'untriable',
    ...(environment === undefined ? {} : { environment }),
  };
}
