import type { Remedy, RemedyKind } from '../diagnose/finding.ts';

/** Kinds that a throw-away process or environment can prove. */
const triable: readonly RemedyKind[] = ['env', 'pip'];

/** A remedy that nobody has tried yet. */
export const remedy = (
  id: string,
  kind: RemedyKind,
  summary: string,
  commands: readonly string[] = [],
  environment?: Readonly<Record<string, string | null>>,
): Remedy => ({
  id,
  kind,
  summary,
  commands,
  proof: triable.includes(kind) ? 'untried' : 'untriable',
  ...(environment === undefined ? {} : { environment }),
});
