import { afterAll, beforeAll, expect, it } from 'vitest';

import { type CodeCell, readCells } from './cell-outputs.ts';
import { type InstalledKernel, installForTest } from './installed-kernel.ts';

let kernel: InstalledKernel;
beforeAll(async () => {
  kernel = await installForTest();
});
afterAll(() => kernel.remove());

async function runCells(...sources: string[]): Promise<CodeCell[]> {
  const output = await kernel.run('run_cells.py', 'tf-gpu-doctor', JSON.stringify(sources));
  return readCells(output);
}

const textOf = (cell: CodeCell | undefined) =>
  cell?.outputs.map((output) => output.text ?? '').join('') ?? '';

it('executes a notebook of Python, magics, matplotlib and widgets', async () => {
  const cells = await runCells(
    'x = 20\nprint("first")\nx + 1',
    '%gpu-check --static',
    'check = %gpu-check --static\nprint(check["schema"], check["verdict"] == "gpu-ready")',
    'for option in ["--static"]:\n    %gpu-check {option}',
    '%matplotlib inline\nimport matplotlib.pyplot as plot\nplot.plot([1, 2]);',
    'from tqdm import tqdm\nfor step in tqdm(range(3)): pass',
    'import ipywidgets\nipywidgets.IntSlider(value=x)',
    '%pip --version',
  );
  expect(cells.map((cell) => cell.execution_count)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  expect(
    cells.flatMap((cell) => cell.outputs.filter((one) => one.output_type === 'error')),
  ).toEqual([]);

  expect(cells[0]?.outputs.map((output) => output.output_type)).toEqual([
    'stream',
    'execute_result',
  ]);
  const mime = 'application/vnd.tf-gpu-doctor.diagnosis+json';
  for (const index of [1, 2, 3]) {
    const shown = cells[index]?.outputs.filter((output) => output.data?.[mime] !== undefined);
    expect(shown).toHaveLength(1);
    expect(Object.keys(shown?.[0]?.data ?? {})).toEqual(
      expect.arrayContaining(['text/plain', 'text/html', mime]),
    );
    expect(cells[index]?.outputs.filter((output) => output.name === 'stderr')).toEqual([]);
  }
  expect(textOf(cells[2])).toBe('tf-gpu-doctor/diagnosis False\n');
  expect(cells[4]?.outputs.some((output) => output.data?.['image/png'] !== undefined)).toBe(true);
  expect(textOf(cells[5])).toContain('3/3');
  const widget = 'application/vnd.jupyter.widget-view+json';
  expect(cells[6]?.outputs.some((output) => output.data?.[widget] !== undefined)).toBe(true);
  expect(textOf(cells[7])).toContain('pip');
});
