import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';

import { root } from '../../src/root.ts';
import { practicePython } from './kernel.ts';

it('waits for the output thread as often as needed: threads, forks, timer, a thread that hangs', () => {
  const files = ['test/wire/flush.py', 'kernel/ipykernel/shorter_flush.py'];
  const output = execFileSync(
    practicePython,
    files.map((file) => join(root, file)),
    { encoding: 'utf8', timeout: 60_000, stdio: ['ignore', 'pipe', 'ignore'] },
  );
  expect(JSON.parse(output)).toEqual({
    flushes_of_threads: { late: 0, lost: 0 },
    // ipykernel's own flushes give it ten and eight events.
    events_of_flushes: [4, 0],
    blocked_thread: { waited: [true, true], kept: true },
    flush_beside_the_timer: true,
    flush_after_a_publication: true,
    flush_on_the_thread: true,
    forked_child: [],
  });
});
