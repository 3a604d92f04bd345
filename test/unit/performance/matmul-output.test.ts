import { expect, test } from 'vitest';
import { addMatmulLine, noMatmulOutput } from '../../../src/performance/matmul-output.ts';

const one = { device: 'cpu', dtype: 'float32', size: 512 };

test('fields replace each other, results add up', () => {
  const lines = [
    { stage: 'import' },
    { tensorflow: '2.21.0', plan: [one] },
    { started: one },
    { result: { ...one, status: 'measured', ms: [1.5], placed: 'CPU:0', largestError: null } },
    { result: { ...one, status: 'skipped', reason: 'out of memory' } },
    { stage: 'done' },
  ];
  const output = lines.reduce(
    (sum, line) => addMatmulLine(sum, JSON.stringify(line)) ?? sum,
    noMatmulOutput,
  );
  expect(output).toMatchObject({ stage: 'done', tensorflow: '2.21.0', started: one });
  expect(output.results.map(({ status }) => status)).toStrictEqual(['measured', 'skipped']);
});

test.each(['', 'printed', '[]', '{"result": {}}', '{"result": {"device": "cpu"', '{"plan": 3}'])(
  '%j is none of ours',
  (line) => {
    expect(addMatmulLine(noMatmulOutput, line)).toBeUndefined();
  },
);

test('a measurement without samples is refused', () => {
  const result = { ...one, status: 'measured', ms: [], placed: 'CPU:0', largestError: 0 };
  expect(addMatmulLine(noMatmulOutput, JSON.stringify({ result }))).toBeUndefined();
});
