import { expect, it } from 'vitest';

import { withoutComment } from '../../../../kernel/magics/magic-line.ts';

it.each([
  ['--static  # no GPU here', '--static'],
  ['# note', ''],
  [';', ''],
  ['--static;', '--static'],
  ['--static ; # x', '--static'],
  ['a#b', 'a#b'],
  ['"a # b" c', '"a # b" c'],
  ["'a;'", "'a;'"],
  ['', ''],
])('%j means %j', (line, expected) => {
  expect(withoutComment(line)).toBe(expected);
});
