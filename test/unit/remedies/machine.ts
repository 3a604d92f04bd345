import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadKnowledge } from '../../../src/content/knowledge.ts';
import { readFacts, type Facts } from '../../../src/facts/facts.ts';
import { readSnapshot } from '../../../src/snapshot/read-snapshot.ts';
import type { Snapshot } from '../../../src/snapshot/snapshot.ts';
import { apply, type Value } from '../../machines/apply.ts';

export const knowledge = loadKnowledge();

/** What differs from the base, probe by probe. */
export type Changes = Readonly<Record<string, { readonly [field: string]: Value }>>;

/** The facts of a recorded machine of `test/machines/bases/` with changes to what its probes saw. */
export function factsOf(
  changes: Changes = {},
  base = 'desktop',
  top: Partial<Snapshot> = {},
): Facts {
  const file = join(import.meta.dirname, '../../machines/bases', `${base}.json`);
  const observations = Object.fromEntries(
    Object.entries(changes).map(([probe, data]) => [probe, { data }]),
  );
  const changed = apply(JSON.parse(readFileSync(file, 'utf8')), { observations });
  return readFacts({ ...readSnapshot(JSON.stringify(changed), file), ...top });
}

/** Another Linux: its os-release. */
export function linux(
  osId: string,
  osVersion: string | null,
  more: { [field: string]: Value } = {},
): Changes {
  return { system: { osId, osName: osId, osVersion, osLike: [], ...more } };
}
