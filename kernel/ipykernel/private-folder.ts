import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { ownName, removeAbandoned } from '../../src/process/own-folder.ts';

/** A folder that only this user can enter, for sockets and the files that describe them. */
export interface PrivateFolder {
  readonly path: string;
  /** Writes a file that only this user can read, and gives its path. */
  write(name: string, text: string): string;
  remove(): void;
}

/** The path of a Unix socket may have 103 bytes on macOS, 107 on Linux; our file names take under 20 of them. */
const longestFolder = 80;
const prefix = 'tfgd';

/**
 * Makes a folder with a short path in the first of these places that can be written to, as Python's `tempfile` looks
 * for one: TMPDIR, the user's runtime folder, the usual places of the system. Whoever asks removes it. A kernel
 * that is killed at a bad moment cannot, so what such kernels have left there is removed, too.
 * @throws Error that names the places and TMPDIR
 */
export function makePrivateFolder(
  environment: Readonly<Record<string, string | undefined>>,
): PrivateFolder {
  const wanted = [tmpdir(), environment['XDG_RUNTIME_DIR'], '/tmp', '/var/tmp', '/dev/shm'];
  const places = new Set(wanted.filter((place): place is string => Boolean(place)));
  const faults: string[] = [];
  for (const place of places) {
    const begin = join(place, ownName(prefix));
    if (Buffer.byteLength(begin) >= longestFolder) continue;
    let path: string | undefined;
    try {
      path = mkdtempSync(begin);
      chmodSync(path, 0o700);
      // A full disk still makes folders. A file of this size is what we are going to write.
      const trial = join(path, 't');
      writeFileSync(trial, Buffer.alloc(8192));
      rmSync(trial);
      // Nobody waits for it, because Python is to start soon.
      void removeAbandoned(prefix, place);
      return openFolder(path);
    } catch (error) {
      if (path !== undefined) rmSync(path, { recursive: true, force: true });
      faults.push(error instanceof Error ? error.message : String(error));
    }
  }
  throw new Error(
    `Python could not be started, because there is no folder for its sockets: ${faults.join('; ')}. Set TMPDIR to a folder that can be written to, and restart the kernel.`,
  );
}

function openFolder(path: string): PrivateFolder {
  return {
    path,
    write: (name, text) => {
      const file = join(path, name);
      writeFileSync(file, text, { mode: 0o600 });
      return file;
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}
