import { realpath, stat } from 'node:fs/promises';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

import { UsageError } from '../errors.ts';

/**
 * The real path of a regular file below one of the folders that the client declared, with every link resolved.
 * @param uris the client's roots; those that are no `file:` address do not count
 * @throws UsageError in the same words whether the file is elsewhere or does not exist, so that nobody learns which
 */
export async function fileBelowRoots(path: string, uris: readonly string[]): Promise<string> {
  const folders: string[] = [];
  for (const uri of uris) {
    const folder = await realFolder(uri);
    if (folder !== undefined) folders.push(folder);
  }
  if (folders.length === 0) {
    throw new UsageError(
      'This client has declared no folder (no `roots`), so no file can be read. Give the content itself.',
    );
  }
  for (const folder of folders) {
    const found = await realFile(resolve(folder, path));
    if (found !== undefined && folders.some((one) => isBelow(found, one))) return found;
  }
  throw new UsageError('There is no such file below the folders that the client has declared.');
}

async function realFolder(uri: string): Promise<string | undefined> {
  try {
    return await realpath(fileURLToPath(uri));
  } catch {
    // No file address, or no such folder.
    return undefined;
  }
}

/** A pipe or a device could be waited for without end, so only regular files count. */
async function realFile(path: string): Promise<string | undefined> {
  try {
    const real = await realpath(path);
    return (await stat(real)).isFile() ? real : undefined;
  } catch {
    return undefined;
  }
}

function isBelow(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
