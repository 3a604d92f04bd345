import { rules, type FindingId } from '../../diagnose/rules/index.ts';
import type { Rule } from '../../diagnose/rule.ts';
import type { ExplainedCause } from '../../explain/explain.ts';

/** A cause of which the text shows that another one brings it about. */
export interface SortedCause extends ExplainedCause {
  readonly consequenceOf?: string;
}

const explains = new Map<string, readonly string[]>(
  (rules as readonly Rule<FindingId>[]).map(({ id, explains: followed }) => [id, followed ?? []]),
);

/** Says of each cause which surer one explains it, as the check of a machine does. The order stays. */
export function sortConsequences(causes: readonly ExplainedCause[]): SortedCause[] {
  return causes.map((cause, place) => {
    const before = causes.slice(0, place).find(({ id }) => explains.get(id)?.includes(cause.id));
    return before === undefined ? cause : { ...cause, consequenceOf: before.id };
  });
}
