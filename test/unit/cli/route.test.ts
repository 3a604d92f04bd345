import { expect, test } from 'vitest';

import { route } from '../../../src/cli/route.ts';
import { UsageError } from '../../../src/errors.ts';

test.each([
  [[], { kind: 'help' }],
  [['--help'], { kind: 'help' }],
  [['-h'], { kind: 'help' }],
  [['help'], { kind: 'help' }],
  [['help', 'gpu-check'], { kind: 'command', name: 'gpu-check', words: ['--help'] }],
  [
    ['help', '--json', 'lab', 'start'],
    { kind: 'command', name: 'lab', words: ['--json', 'start', '--help'] },
  ],
  [['gpu-check'], { kind: 'command', name: 'gpu-check', words: [] }],
  [
    ['lab', 'run', 'x', '--', 'python', '--version'],
    { kind: 'command', name: 'lab', words: ['run', 'x', '--', 'python', '--version'] },
  ],
])('%j', (argv, expected) => {
  expect(route(argv)).toEqual(expected);
});

test('an option cannot stand before the command', () => {
  expect(() => route(['--json', 'gpu-check'])).toThrow(UsageError);
});
