import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/** The command lines of processes, zombies left out, that have this in their environment. Linux only. */
export function processesWith(mark: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/u.test(name))
    .flatMap((pid) => {
      try {
        if (!readFileSync(`/proc/${pid}/environ`, 'utf8').includes(mark)) return [];
        return [readFileSync(`/proc/${pid}/cmdline`, 'utf8')];
      } catch {
        // It ended meanwhile.
        return [];
      }
    });
}

/** What is left of them when they had this long to go. */
export async function leftAfter(mark: string, ms: number): Promise<string[]> {
  const end = Date.now() + ms;
  while (processesWith(mark).length > 0 && Date.now() < end) await delay(20);
  return processesWith(mark);
}

/** The memory that a process has in use, in MiB. */
export function memoryOf(pid: number | undefined): number {
  const kB = /^VmRSS:\s+(?<kB>\d+)/mu.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(kB?.groups?.['kB']) / 1024;
}

/** How many files, sockets and pipes a process has open. */
export function openFilesOf(pid: number | undefined): number {
  return readdirSync(`/proc/${pid}/fd`).length;
}
