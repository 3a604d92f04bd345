import { afterAll, beforeAll, expect, it } from 'vitest';

import { readCells } from './cell-outputs.ts';
import { type InstalledKernel, installForTest } from './installed-kernel.ts';

let kernel: InstalledKernel;
beforeAll(async () => {
  kernel = await installForTest();
});
afterAll(() => kernel.remove());

it('shows a notebook how its Python died, and goes on with the next cell', async () => {
  const output = await kernel.run(
    'run_cells.py',
    'tf-gpu-doctor',
    JSON.stringify([
      'variable = 1',
      'import os\nos.write(2, b"last words\\n"); os.abort()',
      'print("alive", "variable" in globals())',
      '%gpu-check --static --json',
      'import ctypes; ctypes.string_at(0)',
      'print("alive again")',
    ]),
  );
  const cells = readCells(output);
  expect(cells.map((cell) => cell.execution_count)).toEqual([1, 2, 3, 4, 5, 6]);
  const error = cells[1]?.outputs.find((one) => one.output_type === 'error');
  expect(error?.ename).toBe('PythonDied');
  expect(error?.traceback?.join('\n')).toMatch(/SIGABRT[^]*last words[^]*variables are gone/u);
  expect(cells[2]?.outputs[0]?.text).toBe('alive False\n');
  expect(cells[4]?.outputs.find((one) => one.output_type === 'error')?.traceback?.[0]).toContain(
    'SIGSEGV',
  );
  expect(cells[5]?.outputs[0]?.text).toBe('alive again\n');
});
