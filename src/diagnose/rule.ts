import type { Explanation } from '../explain/explain.ts';
import type { Fact } from '../facts/fact.ts';
import type { Facts } from '../facts/facts.ts';
import type { Knowledge } from '../knowledge/tables.ts';
import type { LinkName } from './chain.ts';
import type { RuleFinding } from './finding.ts';

/** What a rule says when its cause is there. The rule's own id and link are added to it. */
export type Judgement = Omit<RuleFinding, 'id' | 'link'>;

/** The rule could not be judged: neither health nor sickness. */
export interface Unchecked {
  readonly unchecked: string;
}

/** Everything a rule may look at. */
export interface Case {
  readonly facts: Facts;
  readonly knowledge: Knowledge;
  /** What TensorFlow's own log shows; undefined when TensorFlow was not started. */
  readonly log: Explanation | undefined;
}

/** One cause and how it is told from all others. */
export interface Rule {
  /** Finding id; also the name of the page. */
  readonly id: string;
  readonly link: LinkName;
  /** Judged also on a machine that is known to have no NVIDIA GPU. */
  readonly withoutGpu?: true;
  /** Findings that this one brings about: they become its consequences. */
  readonly explains?: readonly string[];
  /** Facts without which the rule cannot be judged: if one is unknown, it is listed as unchecked. */
  readonly needs?: (facts: Facts) => readonly Fact<unknown>[];
  /** Undefined: the cause is not there. */
  readonly check: (about: Case) => Judgement | Unchecked | undefined;
}
