import { readFileSync } from 'node:fs';

/**
 * How often the system has killed a process of our control group for want of memory; undefined where nobody counts
 * (cgroup v2, `memory.events`; v1, `memory.oom_control`).
 */
export function countOomKills(): number | undefined {
  for (const file of ['/sys/fs/cgroup/memory.events', '/sys/fs/cgroup/memory/memory.oom_control']) {
    const count = /^oom_kill (?<count>\d+)$/mu.exec(read(file))?.groups?.['count'];
    if (count !== undefined) return Number(count);
  }
  return undefined;
}

/** Memory that a process has in use now, in MiB; undefined where there is no `/proc`. */
export function memoryInUse(pid: number): number | undefined {
  const kB = /^VmRSS:\s+(?<kB>\d+) kB$/mu.exec(read(`/proc/${pid}/status`))?.groups?.['kB'];
  return kB === undefined ? undefined : Number(kB) / 1024;
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
