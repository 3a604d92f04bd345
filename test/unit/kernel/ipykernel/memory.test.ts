import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';

import { readMemoryAccount } from '../../../../kernel/ipykernel/memory.ts';

let system: string;
beforeEach(() => {
  system = mkdtempSync(join(tmpdir(), 'tfgd-memory-'));
});
afterEach(() => rmSync(system, { recursive: true }));

/** Puts a system together: files in the format that Linux documents for control groups, composed for the test. */
function write(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    const file = join(system, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

const status = 'Name:\tpython\nVmHWM:\t  900000 kB\nVmRSS:\t  819200 kB\nRssAnon:\t 1 kB\n';
const events = (kills: number) =>
  `low 0\nhigh 0\nmax 412\noom 3\noom_kill ${kills}\noom_group_kill 0\n`;

it('reads a job of a cluster: the limit stands at a group around it (version 2)', () => {
  const job = 'sys/fs/cgroup/system.slice/slurmstepd.scope/job_7';
  write({
    'proc/42/status': status,
    'proc/42/cgroup': '0::/system.slice/slurmstepd.scope/job_7/step_0\n',
    'proc/vmstat': 'oom_kill 99\n',
    [`${job}/memory.max`]: '4294967296\n',
    [`${job}/memory.events`]: events(5),
    [`${job}/step_0/memory.max`]: 'max\n',
    [`${job}/step_0/memory.events`]: events(2),
  });
  expect(readMemoryAccount(42, system)).toEqual({ usedMiB: 800, limitMiB: 4096, kills: 2 });
});

it('reads a container that sees only its own group (version 1)', () => {
  write({
    'proc/42/status': status,
    'proc/42/cgroup': '9:name=systemd:/docker/ab\n4:cpu,memory:/docker/ab\n0::/\n',
    'sys/fs/cgroup/memory/memory.limit_in_bytes': '2147483648\n',
    'sys/fs/cgroup/memory/memory.oom_control': 'oom_kill_disable 0\nunder_oom 0\noom_kill 1\n',
  });
  expect(readMemoryAccount(42, system)).toEqual({ usedMiB: 800, limitMiB: 2048, kills: 1 });
});

it('knows a limit that is none, and counts for the whole machine where no group is counted', () => {
  write({
    'proc/42/cgroup': '4:memory:/\n0::/\n',
    'proc/vmstat': 'pgfault 1\noom_kill 3\nthp_fault 0\n',
    'sys/fs/cgroup/memory/memory.limit_in_bytes': '9223372036854771712\n',
  });
  expect(readMemoryAccount(42, system)).toEqual({
    usedMiB: undefined,
    limitMiB: undefined,
    kills: 3,
  });
});

it('knows nothing where there is nothing to read', () => {
  expect(readMemoryAccount(42, system)).toEqual({
    usedMiB: undefined,
    limitMiB: undefined,
    kills: undefined,
  });
});
