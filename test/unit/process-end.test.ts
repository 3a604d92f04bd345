import { expect, test } from 'vitest';
import { describeEnd, type ProcessEnd } from '../../src/process-end.ts';

test.each<[ProcessEnd, string]>([
  [{ how: 'exit', code: 3 }, 'ended with exit code 3'],
  [{ how: 'signal', signal: 'SIGSEGV' }, 'was killed by SIGSEGV'],
  [{ how: 'timeout' }, 'ran out of time'],
  [{ how: 'timeout', seconds: 10 }, 'gave no answer within 10 s'],
  [{ how: 'aborted' }, 'was interrupted'],
  [{ how: 'not-started', detail: 'no such file' }, 'could not be started: no such file'],
  [{ how: 'stuck' }, 'survived SIGKILL: it waits inside the system'],
])('%j', (end, words) => {
  expect(describeEnd(end)).toBe(words);
});
