import { expect, test } from 'vitest';
import { hear, nothingTold } from '../../../src/performance/matmul-lines.ts';

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
  const told = lines.reduce((sum, line) => hear(sum, JSON.stringify(line)) ?? sum, nothingTold);
  expect(told).toMatchObject({ stage: 'done', tensorflow: '2.21.0', started: one });
  expect(told.results.map(({ status }) => status)).toStrictEqual(['measured', 'skipped']);
});

test.each(['', 'printed', '[]', '{"result": {}}', '{"result": {"device": "cpu"', '{"plan": 3}'])(
  '%j is none of ours',
  (line) => {
    expect(hear(nothingTold, line)).toBeUndefined();
  },
);

test('a measurement without samples is refused', () => {
  const result = { ...one, status: 'measured', ms: [], placed: 'CPU:0', largestError: 0 };
  expect(hear(nothingTold, JSON.stringify({ result }))).toBeUndefined();
});
