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
  /** Whether `gpu-fix --try` showed that it helps. A check itself tries nothing, and says nothing of it to people. */
  readonly proof: 'proven' | 'refuted' | 'untried' | 'untriable';
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
