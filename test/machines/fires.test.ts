import { join } from 'node:path';
import { expect, test } from 'vitest';
import { diagnose } from '../../src/diagnose/diagnose.ts';
import { rules, type FindingId } from '../../src/diagnose/rules/index.ts';
import { readFacts } from '../../src/facts/facts.ts';
import { loadKnowledge } from '../../src/content/knowledge.ts';
import { readMachines } from './machines.ts';

const knowledge = loadKnowledge();

/**
 * For every rule the recorded machines on which it fires; on all others it is silent. After a change that was wanted:
 * `npx vitest run --project machines fires -u`, then read the difference.
 */
test('each rule fires on the machines of fires.txt, and on no other', async () => {
  const fires = Object.fromEntries(rules.map((rule): [FindingId, string[]] => [rule.id, []]));
  for (const { name, snapshot } of readMachines()) {
    for (const { id, severity } of diagnose(readFacts(snapshot), knowledge).findings) {
      fires[id]?.push(severity === 'error' ? name : `${name} (${severity})`);
    }
  }
  const lines = Object.entries(fires).map(
    ([id, names]) => `${id}\n${names.map((name) => `  ${name}\n`).join('')}`,
  );
  await expect(lines.join('')).toMatchFileSnapshot(join(import.meta.dirname, 'fires.txt'));
  expect(rules.map((rule) => rule.id).filter((id) => fires[id]?.length === 0)).toEqual([]);
});
