import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';

import { root } from '../../src/root.ts';

const kept = pathToFileURL(join(root, 'dist/modules/kernel/small-heap.js')).href;

/** Makes many objects, of which the last some stay for a while, and prints how large V8 let its heap become, in MiB. */
const program = `
  import { getHeapSpaceStatistics } from 'node:v8';
  if (process.argv[1] === 'small') (await import(${JSON.stringify(kept)})).keepHeapSmall();
  const last = new Array(20_000);
  for (let at = 0; at < 3_000_000; at += 1) last[at % last.length] = { at, text: [at, at, at] };
  const sizeOf = (name) => getHeapSpaceStatistics().find((one) => one.space_name === name).physical_space_size;
  console.log(JSON.stringify(['new_space', 'old_space'].map((name) => sizeOf(name) / 2 ** 20)));
`;

function heapOf(...words: string[]): number[] {
  const args = ['--input-type=module', '-e', program, ...words];
  const { stdout, stderr } = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    timeout: 60_000,
  });
  expect(stderr).toBe('');
  const sizes: unknown = JSON.parse(stdout);
  return Array.isArray(sizes) ? sizes.map(Number) : [];
}

it('the heap of the kernel stays small where that of another program of Node.js grows', () => {
  const [young = 0] = heapOf('small');
  const [usual = 0] = heapOf();
  expect(young).toBeLessThanOrEqual(4);
  expect(usual).toBeGreaterThan(8);
});
