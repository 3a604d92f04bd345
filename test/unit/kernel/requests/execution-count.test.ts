import { expect, it } from 'vitest';

import { createCount } from '../../../../kernel/requests/execution-count.ts';

it('gives each number once, whoever runs the cell', () => {
  const count = createCount();
  expect(count.next()).toBe(1);
  expect(count.behind()).toBeUndefined();
  count.take('%one');
  count.take('%two');
  expect(count.behind()).toEqual({
    cells: [
      [1, '%one'],
      [2, '%two'],
    ],
    next: 3,
  });
  expect(count.behind()).toBeUndefined();
  count.used(3);
  expect(count.next()).toBe(4);
  expect(count.behind()).toBeUndefined();
});

it('goes on after a restart', () => {
  const count = createCount();
  count.used(7);
  count.restarted();
  expect(count.next()).toBe(8);
  expect(count.behind()).toEqual({ cells: [], next: 8 });
});

it('never goes back', () => {
  const count = createCount();
  count.used(5);
  count.used(0);
  expect(count.next()).toBe(6);
});
