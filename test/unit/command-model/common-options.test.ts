import { expect, test } from 'vitest';

import { optionsOf, timeoutMs } from '../../../src/command-model/common-options.ts';

test('an option of the command takes the place of a common one', () => {
  const own = { name: 'python', value: 'P', summary: 'its own' };
  const found = optionsOf({ options: [own], uses: ['raw'] }).filter(
    (option) => option.name === 'python',
  );
  expect(found).toEqual([own]);
});

test('the time limit is in ms, and has a default', () => {
  expect(timeoutMs({ options: {} }, 60_000)).toBe(60_000);
  expect(timeoutMs({ options: { timeout: '1.5' } }, 60_000)).toBe(1500);
});
