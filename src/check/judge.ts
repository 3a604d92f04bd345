import type { Snapshot } from '../snapshot/snapshot.ts';
import { diagnose, type Diagnosis } from '../diagnose/diagnose.ts';
import { readFacts } from '../facts/facts.ts';
import { loadKnowledge } from '../content/knowledge.ts';

/** All that is known of a machine, judged with the tables that are shipped. */
export function judge(snapshot: Snapshot): Diagnosis {
  return diagnose(readFacts(snapshot), loadKnowledge());
}
