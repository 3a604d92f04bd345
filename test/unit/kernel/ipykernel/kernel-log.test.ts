import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, uptime } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { kernelLinesOf } from '../../../../kernel/ipykernel/kernel-log.ts';

const record = (secondsAgo: number, text: string): string =>
  `6,1,${Math.round((uptime() - secondsAgo) * 1e6)},-;${text}\n`;

test.each([
  ['Out of memory: Killed process 4242 (python3) total-vm:12345kB', 1],
  ['python3[4242]: segfault at 0 ip 00007f0 sp 00007f1 error 4 in libcuda.so', 1],
  ["NVRM: Xid (PCI:0000:01:00): 79, pid='<unknown>', GPU has fallen off the bus.", 1],
  ['Killed process 4243 (chrome)', 0],
  ['usb 1-1: new device', 0],
])('of process 4242, %j counts %i', (text, count) => {
  const folder = mkdtempSync(join(tmpdir(), 'tfgd-kmsg-'));
  const file = join(folder, 'kmsg');
  writeFileSync(file, record(5, text));
  expect(kernelLinesOf(4242, file)).toHaveLength(count);
  writeFileSync(file, record(500, text));
  expect(kernelLinesOf(4242, file)).toEqual([]);
  rmSync(folder, { recursive: true });
});

test('a log that may not be read says nothing', () => {
  expect(kernelLinesOf(4242, '/no/such/log')).toEqual([]);
});
