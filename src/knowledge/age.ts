import { tableNames, type Knowledge, type TableName } from './tables.ts';
import { releaseOf, stableReleases } from './tensorflow.ts';
import { minorOf, olderThan } from './version.ts';

/** The day on which rows of a table were last compared with their sources: `2026-11-21`. */
const dayOf = (knowledge: Knowledge, name: TableName): string =>
  knowledge[name].reduce((newest, { checked }) => (checked > newest ? checked : newest), '');

/** A table as the source of evidence, with its day. */
export const tableSource = (knowledge: Knowledge, name: TableName): string =>
  `content/compat/${name}.json, tables of ${dayOf(knowledge, name)}`;

/** The day of the tables as a whole: that of the oldest one. */
export const tablesDay = (knowledge: Knowledge): string =>
  tableNames.map((name) => dayOf(knowledge, name)).toSorted()[0] ?? '';

/** Whether a TensorFlow is newer than every release that the tables list: then only what it says of itself counts. */
export function isNewerThanTables(knowledge: Knowledge, version: string): boolean {
  const minor = minorOf(version);
  return (
    minor !== null &&
    releaseOf(knowledge, version) === undefined &&
    stableReleases(knowledge).every((row) => olderThan(row.tensorflow, minor))
  );
}
