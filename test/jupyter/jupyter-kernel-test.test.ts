import * as v from 'valibot';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { type InstalledKernel, installForTest } from './installed-kernel.ts';

type Outcomes = Readonly<Record<string, string>>;

let kernel: InstalledKernel;
beforeAll(async () => {
  kernel = await installForTest();
});
afterAll(() => kernel.remove());

async function outcomesOf(name: string): Promise<Outcomes> {
  const parsed: unknown = JSON.parse(await kernel.run('kernel_conformance.py', name));
  return v.parse(v.record(v.string(), v.string()), parsed);
}

it('fails nothing of jupyter_kernel_test that ipykernel passes in the same run', async () => {
  const [theirs, ours] = await Promise.all([outcomesOf('python3'), outcomesOf('tf-gpu-doctor')]);
  expect(Object.keys(theirs).length).toBeGreaterThan(10);
  const passed = Object.keys(theirs).filter((name) => theirs[name] === 'passed');
  expect(passed.length).toBeGreaterThan(8);
  const failed = passed.filter((name) => ours[name] !== 'passed');
  // A sub-test stands behind its test's name and says what went wrong.
  const why = Object.entries(ours).filter(
    ([name, outcome]) => failed.some((one) => name.startsWith(one)) && outcome !== 'passed',
  );
  expect(why).toEqual([]);
  const newFailures = Object.keys(ours).filter((name) => theirs[name] === undefined);
  expect(newFailures).toEqual([]);
});
