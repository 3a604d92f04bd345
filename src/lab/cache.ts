import { lstat, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { FileError } from '../errors.ts';
import type { Environment } from '../process/environment.ts';
import { ownCacheFolder } from '../process/own-folder.ts';

/**
 * The folder for compiled stubs in the user's cache. They are loaded into the user's processes, so nobody else may be
 * able to put a file there.
 * @throws FileError when a folder on the way belongs to another user, is a link, or others can write to it
 */
export async function privateCache(environment: Environment): Promise<string> {
  const own = ownCacheFolder(environment);
  const cache = join(own, 'lab');
  await mkdir(cache, { recursive: true, mode: 0o700 });
  for (const folder of [own, cache]) await refuseForeign(folder);
  return cache;
}

async function refuseForeign(folder: string): Promise<void> {
  const found = await lstat(folder);
  const because = found.isSymbolicLink()
    ? 'it is a link'
    : found.uid !== process.getuid?.()
      ? 'it belongs to another user'
      : (found.mode & 0o022) !== 0
        ? 'other users can write to it'
        : undefined;
  if (because === undefined) return;
  throw new FileError(
    `The lab loads libraries from ${folder}, and ${because}, so what lies in it may be somebody else's. Remove it, or name another place with the variable XDG_CACHE_HOME.`,
  );
}

/** Whether a folder of the cache is ours and has all of these files, none of them empty. */
export async function isWhole(folder: string, names: readonly string[]): Promise<boolean> {
  const paths = [folder, ...names.map((name) => join(folder, name))];
  const found = await Promise.all(paths.map((path) => lstat(path).catch(() => undefined)));
  return found.every(
    (one, at) =>
      one !== undefined &&
      one.uid === process.getuid?.() &&
      (at === 0 ? one.isDirectory() : one.isFile() && one.size > 0),
  );
}
