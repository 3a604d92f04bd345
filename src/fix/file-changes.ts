import { lstatSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { UsageError } from '../errors.ts';
import { replaceFile } from '../snapshot/write-file.ts';
import type { FileChange } from './state.ts';

const largest = 256 * 1024;

/**
 * The text of a file that is to be changed; null where there is none.
 * @throws UsageError when it is no plain file, or too large to be kept for taking the change back
 */
export function textBefore(path: string): string | null {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) return null;
  if (!found.isFile()) throw new UsageError(`${path} is no plain file, so it is left as it is.`);
  if (found.size > largest) throw new UsageError(`${path} is too large to be changed here.`);
  return readFileSync(path, 'utf8');
}

/**
 * Writes the files.
 * @throws FileError when one cannot be written
 */
export function writeFiles(changes: readonly FileChange[]): void {
  for (const { path, after } of changes) {
    mkdirSync(dirname(path), { recursive: true });
    replaceFile(path, after);
  }
}

/**
 * Puts back what was there before, to the letter.
 * @throws UsageError when somebody has changed one of the files since; then none is touched
 */
export function takeFilesBack(changes: readonly FileChange[]): void {
  const changed = changes.find(({ path, after }) => textBefore(path) !== after);
  if (changed !== undefined) {
    throw new UsageError(
      `${changed.path} was changed after the remedy was applied, so it is left as it is. Nothing was taken back.`,
    );
  }
  for (const { path, before } of changes.toReversed()) {
    if (before === null) rmSync(path);
    else replaceFile(path, before);
  }
}
