import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The memory that a process may use and uses, and how often memory ran out in its control group. */
export interface MemoryAccount {
  /** Memory that the process has in use now, in MiB. */
  readonly usedMiB: number | undefined;
  /** What its control group, or one around it, may use, in MiB; undefined without a limit. */
  readonly limitMiB: number | undefined;
  /**
   * How many processes of its control group the system has killed because memory ran out; of the whole machine where
   * the group has no such counter. Undefined if the system has none.
   */
  readonly kills: number | undefined;
}

/**
 * Reads it from /proc and the control groups of either version (`memory.max`, `memory.events`; in the older one
 * `memory.limit_in_bytes`, `memory.oom_control`). Everything is undefined on a system without them.
 *
 * @param system the root of the file system
 */
export function readMemoryAccount(pid: number, system = '/'): MemoryAccount {
  const groups = groupsOf(pid, system);
  const limits = groups.flatMap((folder) =>
    ['memory.max', 'memory.limit_in_bytes'].map((file) => bytesIn(join(folder, file))),
  );
  const counts = groups.flatMap((folder) =>
    ['memory.events', 'memory.oom_control'].map((file) =>
      numberAfter('oom_kill', join(folder, file)),
    ),
  );
  const smallest = Math.min(...limits.filter((one) => one !== undefined));
  const kB = numberAfter('VmRSS:', join(system, `proc/${pid}/status`));
  return {
    usedMiB: kB === undefined ? undefined : kB / 1024,
    limitMiB: smallest < unlimited ? smallest / 2 ** 20 : undefined,
    kills:
      counts.find((one) => one !== undefined) ??
      numberAfter('oom_kill', join(system, 'proc/vmstat')),
  };
}

/** The older control groups say "no limit" with about 2^63 bytes. */
const unlimited = 2 ** 62;

/** The folders of the process's memory group and of those around it, innermost first. */
function groupsOf(pid: number, system: string): string[] {
  const lines = read(join(system, `proc/${pid}/cgroup`)).split('\n');
  const folders: string[] = [];
  for (const line of lines) {
    const { kind, path } = /^\d+:(?<kind>[^:]*):(?<path>.*)$/u.exec(line)?.groups ?? {};
    if (path === undefined || (kind !== '' && kind?.split(',').includes('memory') !== true))
      continue;
    const mount = join(system, 'sys/fs/cgroup', kind === '' ? '' : 'memory');
    // In a container the path may be the one outside; then only the mount itself is there, and is our group.
    for (let folder = path; ; folder = dirname(folder)) {
      folders.push(join(mount, folder));
      if (folder === dirname(folder)) break;
    }
  }
  return folders;
}

function bytesIn(file: string): number | undefined {
  const text = read(file).trim();
  return /^\d+$/u.test(text) ? Number(text) : undefined;
}

/** The number behind a word that begins a line. */
function numberAfter(word: string, file: string): number | undefined {
  const line = read(file)
    .split('\n')
    .find((one) => one.split(/\s/u)[0] === word);
  return line === undefined ? undefined : Number(line.split(/\s+/u)[1]);
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
