import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';

import { root } from '../../src/root.ts';
import { at } from './client.ts';
import { practicePython } from './kernel.ts';

it('waits for the output thread as often as needed: threads, forks, timer, a thread that hangs', () => {
  const files = ['test/wire/flush.py', 'kernel/ipykernel/shorter_flush.py'];
  const output = execFileSync(
    practicePython,
    files.map((file) => join(root, file)),
    { encoding: 'utf8', timeout: 60_000, stdio: ['ignore', 'pipe', 'ignore'] },
  );
  const found: unknown = JSON.parse(output);
  // ipykernel's own flushes give it ten and eight events. Its timer may have added two to the four of the first flushes.
  expect([4, 6]).toContain(at(found, 'events_of_flushes', 0));
  expect(found).toEqual({
    flushes_of_threads: { late: 0, lost: 0 },
    events_of_flushes: [expect.any(Number), 0],
    blocked_thread: { waited: [true, true], kept: true },
    flush_beside_the_timer: true,
    flush_after_a_publication: true,
    flush_on_the_thread: true,
    forked_child: [],
  });
});
