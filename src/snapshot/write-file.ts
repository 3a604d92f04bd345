import { randomUUID } from 'node:crypto';
import {
  closeSync,
  fchmodSync,
  fsyncSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { FileError, UsageError } from '../errors.ts';

/**
 * Writes a file that is not there yet; a link of this name is not followed, wherever it leads.
 *
 * @throws UsageError when there is something of this name, or no such folder
 * @throws FileError when it cannot be written; nothing of it stays then
 */
export function createFile(path: string, text: string): void {
  let made = false;
  try {
    const file = openSync(path, 'wx', 0o666);
    made = true;
    writeAndClose(file, text);
  } catch (cause) {
    if (made) rmSync(path, { force: true });
    throw writeError(path, cause);
  }
}

/**
 * Replaces the file at `path`, or makes it, in one step: a crash leaves the old one or the new one. The new one is
 * made under a name that nobody can foresee, so that a link put there beforehand is not followed.
 *
 * @throws UsageError when there is no such folder
 * @throws FileError when it cannot be written; the old file is as it was then
 */
export function replaceFile(path: string, text: string): void {
  const unfinished = join(dirname(path), `.${basename(path)}.${randomUUID()}.unfinished`);
  try {
    const file = openSync(unfinished, 'wx', 0o600);
    const mode = statSync(path, { throwIfNoEntry: false })?.mode ?? 0o666 & ~process.umask();
    writeAndClose(file, text, mode & 0o7777);
    renameSync(unfinished, path);
  } catch (cause) {
    rmSync(unfinished, { force: true });
    throw writeError(path, cause);
  }
}

function writeAndClose(file: number, text: string, mode?: number): void {
  try {
    writeFileSync(file, text);
    if (mode !== undefined) fchmodSync(file, mode);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** With these the name was wrong; with any other code the name was right. */
const wrongNames: Readonly<Record<string, string>> = {
  ENOENT: 'its folder does not exist',
  ENOTDIR: 'its folder is a file',
  EISDIR: 'it is a folder',
  EEXIST: 'something of this name is there already',
  ENAMETOOLONG: 'its name is too long',
  ELOOP: 'its name is a link that leads to itself',
};

const hindrances: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'your share of the disk is used up',
  EACCES: 'you may not write there',
  EPERM: 'you may not write there',
  EROFS: 'the disk can only be read',
};

/**
 * What writing a file failed with, as an error with a sentence.
 * @internal
 */
export function writeError(path: string, cause: unknown): Error {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const wrong = wrongNames[code];
  if (wrong !== undefined)
    return new UsageError(`${path} could not be written: ${wrong}.`, { cause });
  const message = cause instanceof Error ? cause.message : String(cause);
  return new FileError(`${path} could not be written: ${hindrances[code] ?? message}.`, { cause });
}
