import { createHash } from 'node:crypto';
import { lstat, mkdtemp, readdir, rm } from 'node:fs/promises';
import { homedir, hostname, tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import type { Environment } from './environment.ts';

/** Process numbers say nothing about another machine or container with the same temporary folder. */
const host = createHash('sha256').update(hostname()).digest('hex').slice(0, 6);

/** Our folder in the user's cache, by the XDG rules. It need not be there yet. */
export function ownCacheFolder(environment: Environment): string {
  const base = environment['XDG_CACHE_HOME'] || join(environment['HOME'] ?? homedir(), '.cache');
  return join(base, 'tf-gpu-doctor');
}

/**
 * Makes a temporary folder that only this user can enter; whoever asks removes it. A process that is killed cannot, so
 * each call also removes what processes of ours that have ended on this machine left for the same purpose.
 * @param purpose part of its name: `lab`
 * @param parent where it is made, in place of the system's folder for temporary files
 */
export async function makeOwnFolder(purpose: string, parent: string = tmpdir()): Promise<string> {
  const prefix = `tf-gpu-doctor-${purpose}`;
  await removeAbandoned(prefix, parent);
  return mkdtemp(join(parent, ownName(prefix)));
}

/** The begin of a name that tells to which process, on which machine, it belongs. */
export function ownName(prefix: string): string {
  return `${prefix}-${host}-${process.pid}-`;
}

/** Removes the folders with an `ownName` whose processes have ended. Never rejects. */
export async function removeAbandoned(prefix: string, parent: string): Promise<void> {
  const begin = `${prefix}-${host}-`;
  for (const name of await readdir(parent).catch(() => [])) {
    const pid = name.startsWith(begin)
      ? /^\d+(?=-)/u.exec(name.slice(begin.length))?.[0]
      : undefined;
    if (pid === undefined || isAlive(Number(pid))) continue;
    const path = join(parent, name);
    const found = await lstat(path).catch(() => undefined);
    // On Windows nobody has a number, and the temporary folder is the user's own.
    const isOurs = found?.isDirectory() === true && [found.uid, -1].includes(userInfo().uid);
    if (isOurs) await rm(path, { recursive: true, force: true }).catch(() => undefined);
  }
}

/** Whether there is a process of this number, whoever it belongs to. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // A process of another user may not be asked, and is there.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
