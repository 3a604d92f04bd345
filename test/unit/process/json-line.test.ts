import { expect, test } from 'vitest';
import { parseJsonLine } from '../../../src/process/json-line.ts';

test('an object is what it says', () => {
  expect(parseJsonLine('{"stage": "import"}')).toEqual({ stage: 'import' });
});

test.each(['', 'printed by a library', '{"stage": "imp', '[1]', '17', 'null', '"text"'])(
  '%j is a line of another origin',
  (line) => {
    expect(parseJsonLine(line)).toBeUndefined();
  },
);
