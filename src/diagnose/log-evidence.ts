import type { ExplainedCause } from '../explain/explain.ts';
import { valueOf } from '../facts/fact.ts';
import type { Evidence } from './finding.ts';
import type { RuleInput } from './rule.ts';
import type { FindingId } from './rules/index.ts';

/** A cause must be at least this sure in TensorFlow's own log to count as seen. */
export const sure = 0.75;

/** The cause as TensorFlow's own log shows it, when it does so surely. */
export const loggedCause = (
  input: RuleInput,
  id: FindingId,
  least = sure,
): ExplainedCause | undefined =>
  input.log?.causes.find((one) => one.id === id && one.confidence >= least);

/** The lines of TensorFlow's log that show a cause: the last three, cut to 300 characters. */
export function logEvidence(input: RuleInput, cause: ExplainedCause): Evidence[] {
  const lines = valueOf(input.facts.live.log)?.split('\n') ?? [];
  return cause.lines.slice(-3).map((number) => ({
    fact: 'TensorFlow printed',
    value: (lines[number - 1] ?? '').trim().slice(0, 300),
    source: `TensorFlow's log, line ${number}`,
  }));
}
