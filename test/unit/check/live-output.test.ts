import { describe, expect, test } from 'vitest';
import { addLiveLine, noLiveOutput, type LiveOutput } from '../../../src/check/live-output.ts';

const matmul = {
  gpu: 'GPU:0',
  name: 'matmul',
  result: 'ok',
  device: '/job:localhost/replica:0/task:0/device:GPU:0',
  error: null,
  difference: 0,
};

/** What is known after all lines, lines of another origin left out. */
const after = (...lines: unknown[]): LiveOutput =>
  lines
    .map((line) => (typeof line === 'string' ? line : JSON.stringify(line)))
    .reduce((output, line) => addLiveLine(output, line) ?? output, noLiveOutput);

test('fields and computations add up', () => {
  const output = after(
    { stage: 'import' },
    { tensorflow: '2.21.0', importSeconds: 2.5 },
    { stage: 'gpu:0 matmul' },
    { computation: matmul },
    { computation: { ...matmul, name: 'convolution', result: 'wrong', difference: null } },
  );
  expect(output).toMatchObject({ stage: 'gpu:0 matmul', tensorflow: '2.21.0', importSeconds: 2.5 });
  expect(output.computations.map(({ name, result }) => [name, result])).toStrictEqual([
    ['matmul', 'ok'],
    ['convolution', 'wrong'],
  ]);
});

describe('a line of another origin changes nothing', () => {
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
    expect(addLiveLine(after({ stage: 'list' }), line)).toBeUndefined();
  });
});

test('a torn last line loses nothing that came before', () => {
  const lines = ['{"stage": "gpu:0 matmul"}', JSON.stringify({ computation: matmul })];
  const torn = '{"stage": "gpu:0 convolution"}';
  for (let length = 0; length < torn.length; length++) {
    const output = after(...lines, torn.slice(0, length));
    expect(output.stage).toBe('gpu:0 matmul');
    expect(output.computations).toHaveLength(1);
  }
});
