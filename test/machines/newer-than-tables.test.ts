import { expect, test } from 'vitest';
import { diagnose } from '../../src/diagnose/diagnose.ts';
import { fitsOf } from '../../src/diagnose/fits.ts';
import { readFacts } from '../../src/facts/facts.ts';
import { loadKnowledge } from '../../src/content/knowledge.ts';
import type { Knowledge } from '../../src/knowledge/tables.ts';
import type { Snapshot } from '../../src/snapshot/snapshot.ts';
import { readMachines } from './machines.ts';

// Of a TensorFlow that is newer than the tables only its own metadata speaks: what is found must not change when the
// tables know no TensorFlow at all. Remedies may differ: they name releases that the tables know.

const knowledge = loadKnowledge();
const withoutReleases: Knowledge = { ...knowledge, tensorflow: [], 'and-cuda': [] };
const future = '2.99.0';

/** The same machine with a TensorFlow of the future in the place of its own. */
function withFuture(snapshot: Snapshot): Snapshot | undefined {
  const { packages } = snapshot.observations;
  if (packages?.ok !== true || packages.data.tensorflow === null) return undefined;
  const data = {
    ...packages.data,
    distributions: packages.data.distributions.map((one) =>
      one.name === 'tensorflow' ? { ...one, version: future } : one,
    ),
    tensorflow: { ...packages.data.tensorflow, version: future },
  };
  const { live } = snapshot;
  return {
    ...snapshot,
    observations: { ...snapshot.observations, packages: { ...packages, data } },
    ...(live && { live: { ...live, tensorflow: live.tensorflow === null ? null : future } }),
  };
}

const machines = readMachines().flatMap(({ name, snapshot }) => {
  const changed = withFuture(snapshot);
  return changed === undefined ? [] : [{ name, snapshot: changed }];
});

function found(snapshot: Snapshot, tables: Knowledge) {
  const facts = readFacts(snapshot);
  const diagnosis = diagnose(facts, tables);
  const { verdict, rootCause, findings } = diagnosis;
  return {
    verdict,
    rootCause,
    findings: findings.map(({ id, severity, summary, evidence }) => ({
      id,
      severity,
      summary,
      evidence,
    })),
    fits: fitsOf(facts, tables, diagnosis),
  };
}

test('there are many', () => {
  expect(machines.length).toBeGreaterThan(80);
});

test.each(machines)('$name: its own metadata speaks, and no table', ({ snapshot }) => {
  expect(found(snapshot, knowledge)).toEqual(found(snapshot, withoutReleases));
});

test('the answer says that the tables are older', () => {
  const one = machines.find(({ name }) => name === 'healthy-newer-than-tables');
  const note = one && diagnose(readFacts(one.snapshot), knowledge).tables;
  expect(note).toMatch(/tables of 20\d\d-\d\d-\d\d\. TensorFlow 2\.99\.0 is newer/);
});
