import { describe, expect, test } from 'vitest';
import { diagnose } from '../../src/diagnose/diagnose.ts';
import { readFacts } from '../../src/facts/facts.ts';
import { loadKnowledge } from '../../src/content/knowledge.ts';
import { readMachines } from './machines.ts';

const machines = readMachines();
const knowledge = loadKnowledge();
const diagnoses = new Map(
  machines.map((machine) => [machine.name, diagnose(readFacts(machine.snapshot), knowledge)]),
);

const of = (name: string) => {
  const diagnosis = diagnoses.get(name);
  if (diagnosis === undefined) throw new Error(`no machine ${name}`);
  return diagnosis;
};

describe.each(machines)('$name: $difference', ({ name, expect: expected }) => {
  const diagnosis = of(name);

  test(`is ${expected.verdict}, because of ${expected.rootCause ?? 'nothing'}`, () => {
    expect(diagnosis.verdict).toBe(expected.verdict);
    expect(diagnosis.rootCause).toBe(expected.rootCause);
    expect(diagnosis.findings.map((one) => one.id).toSorted()).toEqual(expected.findings);
  });

  test('has one root at most, with evidence and its source', () => {
    const roots = diagnosis.findings.filter((one) => one.role === 'root');
    expect(roots.map((one) => one.id)).toEqual(
      expected.rootCause === null ? [] : [expected.rootCause],
    );
    for (const { evidence, summary } of diagnosis.findings) {
      expect(evidence.length).toBeGreaterThan(0);
      expect(evidence.filter((one) => one.fact === '' || one.source === '')).toEqual([]);
      expect(summary).toMatch(/^(?:[A-Z]|cuDNN|conda|nvcc|nvidia-smi|protobuf|ptxas).*[.]$/);
      expect(summary).not.toMatch(/undefined|null|NaN|\[object/);
    }
  });

  test('says what it must', () => {
    const root = JSON.stringify(diagnosis.findings[0] ?? {});
    for (const words of expected.says ?? [])
      expect(root).toContain(JSON.stringify(words).slice(1, -1));
    const unchecked = diagnosis.unchecked.map((one) => one.id);
    for (const id of expected.unchecked ?? []) expect(unchecked).toContain(id);
  });
});

describe('healthy machines', () => {
  const healthy = machines.filter((one) => one.group === 'healthy');

  test('there are at least fifteen', () => {
    expect(healthy.length).toBeGreaterThanOrEqual(15);
  });

  test.each(healthy)('$name: no finding of severity error or warning', ({ name }) => {
    expect(of(name).findings.filter((one) => one.severity !== 'info')).toEqual([]);
  });

  test.each(healthy)('$name: no link of the chain is bad', ({ name }) => {
    const bad = of(name).chain.filter((one) => one.status === 'fail' || one.status === 'warn');
    expect(bad).toEqual([]);
  });
});

test('the seven worlds that other tools mix up have seven different roots', () => {
  const worlds = machines.filter((one) => one.group === 'world');
  const roots = worlds.map((one) => of(one.name).rootCause);
  expect(new Set(roots).size).toBe(roots.length);
  expect(roots.length).toBeGreaterThanOrEqual(7);
});

test('nobody is told to get other hardware where the card was merely not visible', () => {
  const unseen = machines.filter((one) => readFacts(one.snapshot).gpus.present.state === 'unknown');
  expect(unseen.length).toBeGreaterThan(0);
  const told = unseen.filter((one) =>
    of(one.name).findings.some((found) =>
      found.remedies.some((remedy) => remedy.kind === 'hardware'),
    ),
  );
  expect(told.map((one) => one.name)).toEqual([]);
});

test('the same snapshot gives the same answer', () => {
  for (const { name, snapshot } of machines) {
    expect(diagnose(readFacts(snapshot), knowledge)).toEqual(of(name));
  }
});
