import { createHash } from 'node:crypto';
import { lstatSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { UsageError } from '../errors.ts';
import { createFile, replaceFile } from '../snapshot/write-file.ts';

/** A file of ours is smaller; a larger one is not even read. */
const largestBytes = 64 * 1024 * 1024;

/**
 * Writes a file of ours. One that is there already is replaced only when `isOurs` proves that we wrote what it holds.
 *
 * @throws UsageError when the file is somebody else's or its folder is not there
 * @throws FileError when it cannot be written; nothing is lost then
 */
export function writeOurs(
  file: string,
  cwd: string,
  text: string,
  isOurs: (text: string) => boolean,
): void {
  const path = resolve(cwd, file);
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) return createFile(path, text);
  if (found.isSymbolicLink()) {
    throw new UsageError(`${file} is a link, which is not followed. Name the file itself.`);
  }
  if (!found.isFile()) throw new UsageError(`${file} could not be written: it is not a file.`);
  if (found.size > largestBytes || !isOurs(readFileSync(path, 'utf8'))) {
    throw new UsageError(
      `${file} is there already and is not ours, or was changed since we wrote it. Name another file.`,
    );
  }
  replaceFile(path, text);
}

const mark = 'tf-gpu-doctor sha256:';
const seal = new RegExp(String.raw`^(?:#!.*\n)?(?:<!--|#) ${mark}(?<hash>[0-9a-f]{64})(?: -->)?\n`);

/**
 * A text with a comment that holds its checksum, in its first line or behind a `#!` line: by it the file is known to be
 * ours, and unchanged, when it is to be replaced.
 */
export function sealed(text: string, comment: 'html' | 'python'): string {
  const [first] = /^#!.*\n/u.exec(text) ?? [''];
  const words = `${mark}${sha256(text)}`;
  const line = comment === 'html' ? `<!-- ${words} -->\n` : `# ${words}\n`;
  return first + line + text.slice(first.length);
}

/** Whether a text was sealed and is as it was then. */
export function isSealed(text: string): boolean {
  const found = seal.exec(text);
  if (found === null) return false;
  const [first] = /^#!.*\n/u.exec(text) ?? [''];
  return sha256(first + text.slice(found[0].length)) === found.groups?.['hash'];
}

/** Whether a text is one JSON object of one of these schemas, whatever its content. */
export function hasSchema(text: string, schemas: readonly string[]): boolean {
  try {
    const value: unknown = JSON.parse(text);
    const found = typeof value === 'object' && value !== null && 'schema' in value && value.schema;
    return typeof found === 'string' && schemas.includes(found);
  } catch {
    return false;
  }
}

/** A checksum in hexadecimal. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
