import { expect, it } from 'vitest';

import { printed } from './client.ts';
import { practicePython, startTestKernel } from './kernel.ts';

it.each([72, 80])(
  'says how to go on where a process may open too few files, and takes it for no fault of its own: %i',
  async (limit) => {
    const kernel = await startTestKernel({
      main: ['--python', practicePython],
      limits: `-n ${limit}`,
    });
    const { client } = kernel;
    expect(printed(await client.execute('print(1)'))).toBe('1\n');
    const check = await client.execute('%gpu-check --static');
    expect(check.reply.content['ename']).not.toBe('InternalError');
    expect(printed(await client.execute('print(2)'))).toBe('2\n');
    const lines = kernel.stderr().trim().split('\n');
    expect(lines.length).toBeLessThan(2);
    // Throws when the kernel logged a fault.
    await kernel.stop();
  },
);

it.each([44, 52])(
  'says what is wrong where the kernel cannot start with so few: %i',
  async (limit) => {
    const kernel = await startTestKernel({
      main: ['--python', practicePython],
      limits: `-n ${limit}`,
      wait: false,
    });
    expect(await kernel.exited).toBe(1);
    expect(kernel.stderr()).toBe(
      'tf-gpu-doctor: This process may not open more files. Raise the limit (ulimit -n) before you start Jupyter.\n',
    );
    await kernel.discard();
  },
);
