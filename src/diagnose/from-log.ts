import type { RuleFinding, Severity } from './finding.ts';
import type { Remedy } from '../remedies/remedy.ts';
import { loggedCause, logEvidence, sure } from './log-evidence.ts';
import type { Case, Rule } from './rule.ts';

/** A cause that TensorFlow's own log tells, and nothing else on the machine. */
export interface LoggedRule extends Omit<Rule, 'check'> {
  readonly severity: Severity;
  /** How sure the log has to be; default `sure`. */
  readonly least?: number;
  readonly remedies: (about: Case) => readonly Remedy[];
  readonly ruledOut?: NonNullable<RuleFinding['ruledOut']>;
}

/** The rule for such a cause: found where the log shows it, with its lines as evidence. */
export function fromLog({ severity, least = sure, remedies, ruledOut, ...rule }: LoggedRule): Rule {
  return {
    ...rule,
    check(about) {
      const logged = loggedCause(about, rule.id, least);
      if (logged === undefined) return undefined;
      return {
        severity,
        summary: logged.summary,
        evidence: logEvidence(about, logged),
        remedies: remedies(about),
        ...(ruledOut && { ruledOut }),
      };
    },
  };
}
