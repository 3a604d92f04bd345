import { describe, expect, test } from 'vitest';
import { hear, nothingTold, type Told } from '../../../src/check/live-lines.ts';

const matmul = {
  gpu: 'GPU:0',
  name: 'matmul',
  result: 'ok',
  device: '/job:localhost/replica:0/task:0/device:GPU:0',
  error: null,
  difference: 0,
};

/** What stands after all lines, those that are none of ours left out. */
const after = (...lines: unknown[]): Told =>
  lines
    .map((line) => (typeof line === 'string' ? line : JSON.stringify(line)))
    .reduce((told, line) => hear(told, line) ?? told, nothingTold);

test('fields and computations add up', () => {
  const told = after(
    { stage: 'import' },
    { tensorflow: '2.21.0', importSeconds: 2.5 },
    { stage: 'gpu:0 matmul' },
    { computation: matmul },
    { computation: { ...matmul, name: 'convolution', result: 'wrong', difference: null } },
  );
  expect(told).toMatchObject({ stage: 'gpu:0 matmul', tensorflow: '2.21.0', importSeconds: 2.5 });
  expect(told.computations.map(({ name, result }) => [name, result])).toStrictEqual([
    ['matmul', 'ok'],
    ['convolution', 'wrong'],
  ]);
});

describe('a line that is none of ours changes nothing', () => {
  const foreign = [
    '',
    'hello from sitecustomize',
    '{"stage": "don',
    '["stage"]',
    'null',
    '17',
    '{"stage": 5}',
    '{"computation": {"gpu": "GPU:0"}}',
  ];
  test.each(foreign)('%j', (line) => {
    expect(hear(after({ stage: 'list' }), line)).toBeUndefined();
  });
});

test('a torn last line loses nothing that came before', () => {
  const lines = ['{"stage": "gpu:0 matmul"}', JSON.stringify({ computation: matmul })];
  const torn = '{"stage": "gpu:0 convolution"}';
  for (let length = 0; length < torn.length; length++) {
    const told = after(...lines, torn.slice(0, length));
    expect(told.stage).toBe('gpu:0 matmul');
    expect(told.computations).toHaveLength(1);
  }
});
