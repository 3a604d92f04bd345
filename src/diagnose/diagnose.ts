import { explainText } from '../explain/explain.ts';
import { valueOf } from '../facts/fact.ts';
import type { Facts } from '../facts/facts.ts';
import type { Knowledge } from '../knowledge/tables.ts';
import { chainOf } from './chain-status.ts';
import type { ChainLink } from './chain.ts';
import { devicesOf, type DiagnosedDevice } from './devices.ts';
import type { Finding, RuleFinding, Severity } from './finding.ts';
import { loggedCause, logEvidence } from './log-evidence.ts';
import { rank } from './rank.ts';
import type { Case, Judgement, Rule, Unchecked } from './rule.ts';
import { rules } from './rules/index.ts';
import { verdictOf, type Verdict } from './verdict.ts';

/** What is wrong with one machine, why, and what could not be looked at. */
export interface Diagnosis {
  readonly verdict: Verdict;
  /** Id of the root finding; null when nothing explains the verdict or nothing is wrong. */
  readonly rootCause: string | null;
  readonly chain: readonly ChainLink[];
  /** The root first, then by severity and by place in the chain. */
  readonly findings: readonly Finding[];
  /** Causes that could not be judged, with the reason: neither found nor ruled out. */
  readonly unchecked: readonly { readonly id: string; readonly reason: string }[];
  readonly devices: readonly DiagnosedDevice[];
}

const explains = new Map(rules.map((rule) => [rule.id, rule.explains ?? []]));

/** Judges the facts of one machine. Pure: the same facts give the same answer anywhere. */
export function diagnose(facts: Facts, knowledge: Knowledge): Diagnosis {
  const log = valueOf(facts.live.log);
  const about: Case = {
    facts,
    knowledge,
    log: log === undefined ? undefined : explainText(log, knowledge),
  };
  const noGpu = facts.gpus.cards.state === 'absent';
  const found: RuleFinding[] = [];
  const unchecked: { id: string; reason: string }[] = [];
  for (const rule of rules) {
    if (noGpu && rule.withoutGpu !== true) continue;
    const answer = judge(rule, about);
    if (answer === undefined) continue;
    if ('unchecked' in answer) unchecked.push({ id: rule.id, reason: answer.unchecked });
    else
      found.push({
        ...answer,
        severity: severityOf(rule, answer, facts),
        id: rule.id,
        link: rule.link,
      });
  }
  if (facts.live.busy.state === 'known') {
    unchecked.push({ id: 'gpu-busy', reason: facts.live.busy.value });
  }
  const findings = rank(found, explains);
  const devices = devicesOf(facts);
  const chain = chainOf(facts, knowledge, findings);
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
  };
}

/** Where no GPU was seen and none was asked for, a fault of the way to it is only worth knowing. */
const severityOf = (rule: Rule, { severity }: Judgement, facts: Facts): Severity =>
  facts.gpus.expected || rule.withoutGpu === true ? severity : 'info';

/** A rule whose facts are unknown may still find its cause in TensorFlow's log. */
function judge(rule: Rule, about: Case): Judgement | Unchecked | undefined {
  for (const fact of rule.needs?.(about.facts) ?? []) {
    if (fact.state !== 'unknown') continue;
    const logged = loggedCause(about, rule.id);
    if (logged === undefined) return { unchecked: fact.reason };
    const known = rule.check(about);
    if (known !== undefined) return known;
    return {
      severity: 'error',
      summary: logged.summary,
      evidence: logEvidence(about, logged),
      remedies: [],
    };
  }
  return rule.check(about);
}
