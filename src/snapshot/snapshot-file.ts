import { resolve } from 'node:path';
import { readTextFile } from './read-file.ts';
import { readSnapshot } from './read-snapshot.ts';
import type { Snapshot } from './snapshot.ts';

/** A snapshot has some 100 kB, a report with large outputs some MB. */
const mostBytes = 64_000_000;

/**
 * Reads a recorded machine: a snapshot, or a report (`.html`, `.md`, `.json`, `.ipynb`) that carries one.
 *
 * @throws UsageError when there is no such file, it holds no snapshot, or one of a newer version
 */
export async function readSnapshotFile(file: string, cwd: string): Promise<Snapshot> {
  return readSnapshot(readTextFile(resolve(cwd, file), file, mostBytes), file);
}
