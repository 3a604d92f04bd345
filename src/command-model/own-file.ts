import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { UsageError } from '../errors.ts';
import type { Arguments } from './command.ts';

/** The file that was named, if any. @throws UsageError for more than one */
export function fileOf(args: Arguments): string | undefined {
  const [file, ...rest] = args.positionals;
  if (rest.length > 0) throw new UsageError(`One file is enough: \`${file ?? ''}\`.`);
  return file;
}

/**
 * Writes a file of ours. One that is there already is replaced only when `isOurs` knows it.
 *
 * @throws UsageError when the file is somebody else's or cannot be written; nothing is lost then
 */
export function writeOurs(
  file: string,
  cwd: string,
  text: string,
  isOurs: (text: string) => boolean,
): void {
  const path = resolve(cwd, file);
  try {
    if (existsSync(path) && !isOurs(readFileSync(path, 'utf8'))) {
      throw new UsageError(`${file} is there already and is not ours. Name another file.`);
    }
    writeFileSync(path, text);
  } catch (cause) {
    if (cause instanceof UsageError) throw cause;
    const because = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(`${file} could not be written: ${because}.`, { cause });
  }
}
