import type { Explanation } from '../explain/explain.ts';
import type { Fact } from '../facts/fact.ts';
import type { Facts } from '../facts/facts.ts';
import type { Knowledge } from '../knowledge/tables.ts';
import type { LinkName } from './chain.ts';
import type { RuleFinding } from './finding.ts';
import type { FindingId } from './rules/index.ts';

/** What a rule says when its cause is there. The rule's own id and link are added to it. */
export type RuleAnswer = Omit<RuleFinding, 'id' | 'link'>;

/** The rule could not be applied: neither health nor sickness. */
export interface NotChecked {
  readonly unchecked: string;
}

/** Everything a rule may look at. */
export interface RuleInput {
  readonly facts: Facts;
  readonly knowledge: Knowledge;
  /** What TensorFlow's own log shows; undefined when TensorFlow was not started. */
  readonly log: Explanation | undefined;
}

/** One cause and how it is recognised and distinguished from all others. */
export interface Rule<Id extends string = string> {
  /** Finding id; also the name of the page. */
  readonly id: Id;
  readonly link: LinkName;
  /** Applied also on a machine that is known to have no NVIDIA GPU. */
  readonly withoutGpu?: true;
  /** Findings that this one brings about: they become its consequences. */
  readonly explains?: readonly FindingId[];
  /** Facts without which the rule cannot be applied: if one is unknown, it is listed as unchecked. */
  readonly needs?: (facts: Facts) => readonly Fact<unknown>[];
  /**
   * Why this finding keeps its severity even where TensorFlow computed rightly on every GPU (see `principles.ts`).
   * Without a reason it is worth knowing there and no more.
   */
  readonly evenWhenComputed?: string;
  /** That reason falls away once the live check has computed what XLA compiles. */
  readonly provenByXla?: true;
  /**
   * What this rule rests on that nobody has seen on real hardware, and what would confirm it. Absent where the rule
   * was seen to be right, or rests on a source that says so.
   */
  readonly assumed?: string;
  /** Undefined: the cause is not there. */
  readonly check: (input: RuleInput) => RuleAnswer | NotChecked | undefined;
}
