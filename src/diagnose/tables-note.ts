import { valueOf } from '../facts/fact.ts';
import type { Facts } from '../facts/facts.ts';
import { isNewerThanTables, tablesDay } from '../knowledge/age.ts';
import type { Knowledge } from '../knowledge/tables.ts';

/**
 * One sentence or two for the details of an answer: of which day the tables are that it rests on, and whether the
 * installed TensorFlow is newer. Null where nothing was compared with them, as there is no NVIDIA GPU.
 */
export function tablesNote(facts: Facts, knowledge: Knowledge): string | null {
  if (facts.gpus.present.state === 'absent') return null;
  const version = valueOf(facts.tensorflow.version);
  const newer = version !== undefined && isNewerThanTables(knowledge, version);
  return (
    `Versions and GPUs were compared with tables of ${tablesDay(knowledge)}.` +
    (newer
      ? ` TensorFlow ${version} is newer than they are: of it, only what it says itself was used.`
      : '')
  );
}
