import { readFileSync, statSync } from 'node:fs';
import { UsageError } from '../errors.ts';

/**
 * The text of a file that a person named. Only a regular file is read: a pipe might never end.
 *
 * @param name what messages call it
 * @throws UsageError when it is not there, not a file, larger than `mostBytes`, or cannot be read
 */
export function readTextFile(path: string, name: string, mostBytes: number): string {
  try {
    const found = statSync(path);
    if (!found.isFile()) throw new UsageError(`${name} is not a file.`);
    if (found.size > mostBytes) {
      throw new UsageError(
        `${name} has ${megabytes(found.size)} MB, and at most ${megabytes(mostBytes)} MB are read.`,
      );
    }
    return readFileSync(path, 'utf8');
  } catch (cause) {
    if (cause instanceof UsageError) throw cause;
    const because = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(`${name} could not be read: ${because}.`, { cause });
  }
}

const megabytes = (bytes: number): number => Math.ceil(bytes / 1_000_000);
