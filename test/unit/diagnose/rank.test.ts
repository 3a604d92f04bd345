import { expect, test } from 'vitest';
import type { LinkName } from '../../../src/diagnose/chain.ts';
import type { RuleFinding, Severity } from '../../../src/diagnose/finding.ts';
import type { FindingId } from '../../../src/diagnose/rules/index.ts';
import { rank } from '../../../src/diagnose/rank.ts';

/** Short names in place of real ids. */
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- no ids of ours, on purpose
const named = (name: string) => name as FindingId;

const finding = (id: string, link: LinkName, severity: Severity): RuleFinding => ({
  id: named(id),
  link,
  severity,
  summary: id,
  evidence: [],
  remedies: [],
});
const roles = (findings: readonly RuleFinding[], explains: [string, string[]][] = []) =>
  rank(
    findings,
    new Map(explains.map(([id, others]) => [named(id), others.map((other) => named(other))])),
  ).map((one) => `${one.id} ${one.role}`);

test('nothing found, nothing ranked', () => {
  expect(roles([])).toEqual([]);
});

test('the worst is the root, however late in the chain', () => {
  expect(roles([finding('a', 'driver', 'warning'), finding('b', 'cudnn', 'error')])).toEqual([
    'b root',
    'a separate',
  ]);
});

test('among equals the earliest in the chain is the root', () => {
  expect(roles([finding('b', 'cudnn', 'error'), finding('a', 'driver', 'error')])).toEqual([
    'a root',
    'b separate',
  ]);
});

test('what another finding explains is never the root, and what it explains in turn follows', () => {
  const found = [
    finding('symptom', 'driver', 'error'),
    finding('later', 'cudnn', 'error'),
    finding('cause', 'passthrough', 'error'),
  ];
  expect(
    roles(found, [
      ['cause', ['symptom']],
      ['symptom', ['later']],
    ]),
  ).toEqual(['cause root', 'symptom consequence', 'later consequence']);
});

test('two that explain each other still give one root', () => {
  const found = [finding('a', 'driver', 'error'), finding('b', 'driver', 'error')];
  expect(
    roles(found, [
      ['a', ['b']],
      ['b', ['a']],
    ]),
  ).toEqual(['a root', 'b consequence']);
});
