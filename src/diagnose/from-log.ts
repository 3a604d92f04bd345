import type { RuleFinding, Severity } from './finding.ts';
import type { Remedy } from '../remedies/remedy.ts';
import { loggedCause, logEvidence, sure } from './log-evidence.ts';
import type { RuleInput, Rule } from './rule.ts';
import type { FindingId } from './rules/index.ts';

/** A cause that TensorFlow's own log shows, and nothing else on the machine. */
export interface LoggedRule<Id extends FindingId> extends Omit<Rule<Id>, 'check'> {
  readonly severity: Severity;
  /** How sure the log has to be; default `sure`. */
  readonly least?: number;
  readonly remedies: (input: RuleInput) => readonly Remedy[];
  readonly ruledOut?: NonNullable<RuleFinding['ruledOut']>;
}

/** The rule for such a cause: found where the log shows it, with its lines as evidence. */
export function fromLog<Id extends FindingId>({
  severity,
  least = sure,
  remedies,
  ruledOut,
  ...rule
}: LoggedRule<Id>): Rule<Id> {
  return {
    ...rule,
    check(input) {
      const logged = loggedCause(input, rule.id, least);
      if (logged === undefined) return undefined;
      return {
        severity,
        summary: logged.summary,
        evidence: logEvidence(input, logged),
        remedies: remedies(input),
        ...(ruledOut && { ruledOut }),
      };
    },
  };
}
