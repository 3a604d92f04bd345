import { describe, expect, test } from 'vitest';
import { chainOf, linkViews } from '../../../src/diagnose/chain-status.ts';
import { links, type LinkName } from '../../../src/diagnose/chain.ts';
import { diagnose } from '../../../src/diagnose/diagnose.ts';
import { rules, type FindingId } from '../../../src/diagnose/rules/index.ts';
import type { Rule } from '../../../src/diagnose/rule.ts';
import { readFacts, readers } from '../../../src/facts/facts.ts';
import { loadKnowledge } from '../../../src/content/knowledge.ts';
import { readMachines } from '../../machines/machines.ts';

const knowledge = loadKnowledge();
const machines = readMachines();

function snapshotOf(name: string) {
  const machine = machines.find((one) => one.name === name);
  if (machine === undefined) throw new Error(`no machine ${name}`);
  return machine.snapshot;
}

/** One on which much is found, so that much can go wrong. */
const snapshot = snapshotOf('world-driver-library-mismatch');
const facts = readFacts(snapshot);
const sound = diagnose(facts, knowledge);

const fail = (): never => {
  throw new TypeError('rigged');
};
const typed: readonly Rule<FindingId>[] = rules;
const places = [
  ['first', [0]],
  ['middle', [Math.floor(rules.length / 2)]],
  ['last', [rules.length - 1]],
  ['every', [...rules.keys()]],
] as const;

const failing = (part: 'check' | 'needs', broken: readonly number[]) =>
  typed.map((rule, index) =>
    broken.includes(index) ? { ...rule, needs: () => [], [part]: fail } : rule,
  );

describe('a rule that throws', () => {
  test.each(places)('the %s one is unchecked, and the check goes on', (_, broken) => {
    for (const part of ['check', 'needs'] as const) {
      const { unchecked } = diagnose(facts, knowledge, failing(part, broken));
      const own = unchecked.filter((one) => one.reason.includes('a fault of ours'));
      expect(own.map((one) => one.id)).toEqual(broken.map((index) => rules[index]?.id));
      expect(own[0]?.reason).toBe('this rule failed, a fault of ours: TypeError: rigged');
    }
  });

  test('takes no other finding with it, whichever it is', () => {
    for (const [index, { id }] of rules.entries()) {
      const found = diagnose(facts, knowledge, failing('check', [index])).findings;
      const left = sound.findings.filter((one) => one.id !== id).map((one) => one.id);
      expect(found.map((one) => one.id).toSorted()).toEqual(left.toSorted());
    }
  });
});

describe('a reader of facts that throws', () => {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of an object of ours
  const topics = Object.keys(readers) as (keyof typeof readers)[];

  test.each(topics)('%s: its facts are unknown, and it is listed as unchecked', (topic) => {
    const read = readFacts(snapshot, { ...readers, [topic]: fail });
    const { unchecked, chain } = diagnose(read, knowledge);
    expect(unchecked).toContainEqual({
      id: `facts-${topic}`,
      reason: `reading the facts about ${topic} failed, a fault of ours: TypeError: rigged`,
    });
    expect(chain.map((one) => one.link)).toEqual(links);
    const own: object = read[topic];
    const states = Object.values<unknown>({ ...own }).flatMap((value) =>
      typeof value === 'object' && value !== null && 'state' in value ? [value.state] : [],
    );
    expect(new Set(states)).toEqual(new Set(['unknown']));
  });

  test('all of them at once: nothing is claimed', () => {
    const none = Object.fromEntries(topics.map((topic) => [topic, fail]));
    const { verdict, findings } = diagnose(readFacts(snapshot, { ...readers, ...none }), knowledge);
    expect(verdict).toBe('unknown');
    expect(findings).toEqual([]);
  });
});

test.each(links)('the link %s throws: it is unknown and listed as unchecked', (link: LinkName) => {
  const { chain, failed } = chainOf(facts, knowledge, [], { ...linkViews, [link]: fail });
  expect(chain.find((one) => one.link === link)?.status).toBe('unknown');
  expect(failed).toEqual([
    { id: `link-${link}`, reason: 'this link failed, a fault of ours: TypeError: rigged' },
  ]);
});
