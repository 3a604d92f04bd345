import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { whyNoLab } from '../lab/pythons.ts';
import { type CodeCell, readCells } from './cell-outputs.ts';
import { type InstalledKernel, installForTest } from './installed-kernel.ts';

// A simulated machine inside a notebook: Python starts again on it, real TensorFlow meets it, and the check sees both
// what the machine has and what the cells before it did.

const missing = whyNoLab();
let kernel: InstalledKernel;
beforeAll(async () => {
  kernel = await installForTest();
});
afterAll(() => kernel.remove());
beforeEach((one) => {
  if (missing !== undefined) one.skip(missing);
});

const mime = 'application/vnd.tf-gpu-doctor.diagnosis+json';

async function run(...sources: string[]): Promise<CodeCell[]> {
  return readCells(await kernel.run('run_cells.py', 'tf-gpu-doctor', JSON.stringify(sources)));
}

const diagnosisOf = (cell: CodeCell | undefined) =>
  cell?.outputs.map((output) => output.data?.[mime]).find((value) => value !== undefined);

const errorsOf = (cell: CodeCell | undefined) =>
  cell?.outputs.flatMap((output) => (output.output_type === 'error' ? [output.ename] : []));

it('what the cells did to a healthy machine is found, and told from a fault of the machine', async () => {
  const cells = await run(
    '%lab start healthy',
    'import tensorflow as tf\ntf.config.set_visible_devices([], "GPU")\ntf.constant(1).device',
    '%gpu-check',
    '%lab stop --yes',
    '"tensorflow" in __import__("sys").modules',
  );
  expect(cells.map(errorsOf)).toEqual([[], [], [], [], []]);
  expect(diagnosisOf(cells[2])).toMatchObject({
    rootCause: 'hidden-in-code',
    devices: [{ computed: true, correct: true }],
    findings: [
      { id: 'hidden-in-code', role: 'root' },
      { id: 'notebook-differs', role: 'consequence' },
    ],
  });
  const last = cells[4]?.outputs.find((output) => output.output_type === 'execute_result');
  expect(last?.data?.['text/plain']).toBe('False');
});

it('an exercise: the check names the fault, a wrong answer fails its cell, the right one does not', async () => {
  const cells = await run(
    '%lab start no-cudnn',
    '%gpu-check --static',
    '%lab answer driver-not-loaded',
    '%lab answer cudnn-missing',
  );
  expect(diagnosisOf(cells[1])).toMatchObject({ rootCause: 'cudnn-missing' });
  expect(cells.map(errorsOf)).toEqual([[], [], ['WrongAnswer'], []]);
});
