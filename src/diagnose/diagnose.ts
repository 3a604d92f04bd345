import { explainText } from '../explain/explain.ts';
import { valueOf } from '../facts/fact.ts';
import { ownFault, type Facts, type UnreadTopic } from '../facts/facts.ts';
import type { Knowledge } from '../knowledge/tables.ts';
import { chainOf } from './chain-status.ts';
import type { ChainLink, LinkName } from './chain.ts';
import { devicesOf, type DiagnosedDevice } from './devices.ts';
import type { Finding, RuleFinding } from './finding.ts';
import { loggedCause, logEvidence } from './log-evidence.ts';
import { severityOf } from './principles.ts';
import { rank } from './rank.ts';
import type { Rule, RuleAnswer, NotChecked, RuleInput } from './rule.ts';
import { rules as allRules, type FindingId } from './rules/index.ts';
import { tablesNote } from './tables-note.ts';
import { verdictOf, type Verdict } from './verdict.ts';

/** A cause that could not be checked; or a part of the check itself that failed: facts, a link, the reading of the log. */
export interface Unchecked {
  readonly id: FindingId | `facts-${UnreadTopic['topic']}` | `link-${LinkName}` | 'tensorflow-log';
  readonly reason: string;
}

/** What is wrong with one machine, why, and what could not be looked at. */
export interface Diagnosis {
  readonly verdict: Verdict;
  /** Id of the root finding; null when nothing explains the verdict or nothing is wrong. */
  readonly rootCause: FindingId | null;
  readonly chain: readonly ChainLink[];
  /** The root first, then by severity and by place in the chain. */
  readonly findings: readonly Finding[];
  /** What could not be checked, with the reason: neither found nor ruled out. */
  readonly unchecked: readonly Unchecked[];
  readonly devices: readonly DiagnosedDevice[];
  /** Of which day the tables are that this rests on, as a sentence; null where it rests on none. */
  readonly tables: string | null;
}

type TypedRule = Rule<FindingId>;

const explains = new Map(
  (allRules as readonly TypedRule[]).map((rule) => [rule.id, rule.explains ?? []]),
);

/**
 * Diagnoses one machine from its facts. Pure: the same facts give the same answer anywhere. A rule that throws is
 * listed as unchecked, and the others are applied all the same.
 */
export function diagnose(
  facts: Facts,
  knowledge: Knowledge,
  rules: readonly TypedRule[] = allRules,
): Diagnosis {
  const unchecked: Unchecked[] = facts.unread.map(({ topic, reason }) => ({
    id: `facts-${topic}` as const,
    reason,
  }));
  const input: RuleInput = { facts, knowledge, log: readLog(facts, knowledge, unchecked) };
  const noGpu = facts.gpus.present.state === 'absent';
  const found: RuleFinding[] = [];
  for (const rule of rules) {
    if (noGpu && rule.withoutGpu !== true) continue;
    const answer = applySafely(rule, input);
    if (answer === undefined) continue;
    if ('unchecked' in answer) unchecked.push({ id: rule.id, reason: answer.unchecked });
    else found.push({ ...answer, id: rule.id, link: rule.link });
  }
  const findings = rank(found, explains);
  const devices = devicesOf(facts);
  const { chain, failed } = chainOf(facts, knowledge, findings);
  unchecked.push(...failed);
  const verdict = verdictOf(facts, findings, chain, devices);
  const root = findings[0];
  const explainsVerdict =
    root !== undefined && (root.severity !== 'info' || verdict === 'cpu-only');
  return {
    verdict,
    rootCause: explainsVerdict ? root.id : null,
    chain,
    findings: explainsVerdict ? findings : findings.map((one) => ({ ...one, role: 'separate' })),
    unchecked,
    devices,
    tables: tablesNote(facts, knowledge),
  };
}

function readLog(facts: Facts, knowledge: Knowledge, unchecked: Unchecked[]): RuleInput['log'] {
  const text = valueOf(facts.live.log);
  if (text === undefined) return undefined;
  try {
    return explainText(text, knowledge);
  } catch (error) {
    unchecked.push({ id: 'tensorflow-log', reason: ownFault("reading TensorFlow's log", error) });
    return undefined;
  }
}

function applySafely(rule: TypedRule, input: RuleInput): RuleAnswer | NotChecked | undefined {
  try {
    const answer = applyRule(rule, input);
    return answer === undefined || 'unchecked' in answer
      ? answer
      : { ...answer, severity: severityOf(rule, answer, input.facts) };
  } catch (error) {
    return { unchecked: ownFault('this rule', error) };
  }
}

/** A rule whose facts are unknown may still find its cause in TensorFlow's log. */
function applyRule(rule: TypedRule, input: RuleInput): RuleAnswer | NotChecked | undefined {
  for (const fact of rule.needs?.(input.facts) ?? []) {
    if (fact.state !== 'unknown') continue;
    const logged = loggedCause(input, rule.id);
    // What needs a thing that this platform does not have cannot be the cause here.
    if (logged === undefined) return fact.notHere === true ? undefined : { unchecked: fact.reason };
    return (
      rule.check(input) ?? {
        severity: 'error',
        summary: logged.summary,
        evidence: logEvidence(input, logged),
        remedies: [],
      }
    );
  }
  return rule.check(input);
}
