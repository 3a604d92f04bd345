import { expect, test } from 'vitest';
import { readTfConfig } from '../../../../src/performance/multi-gpu/tf-config.ts';

const two = { worker: ['10.0.0.1:2222', '10.0.0.2:2222'] };
const first = { type: 'worker', index: 0 };

function idsOf(config: unknown): string[] {
  return readTfConfig(JSON.stringify(config)).problems.map(({ id }) => id);
}

test('a right one: who this is, and who the others are', () => {
  const text = JSON.stringify({ cluster: two, task: { type: 'worker', index: 1 } });
  expect(readTfConfig(text)).toStrictEqual({
    cluster: { own: '10.0.0.2:2222', others: ['10.0.0.1:2222'] },
    problems: [],
  });
});

test('the index may be a text, a chief computes too, parameter servers and evaluators do not', () => {
  const cluster = { ...two, chief: ['10.0.0.9:1'], evaluator: ['10.0.0.8:1'], ps: ['10.0.0.7:1'] };
  const text = JSON.stringify({ cluster, task: { type: 'worker', index: '0' } });
  expect(readTfConfig(text)).toStrictEqual({
    cluster: { own: '10.0.0.1:2222', others: ['10.0.0.9:1', '10.0.0.2:2222'] },
    problems: [],
  });
});

test.each<[string, unknown, string[]]>([
  ['no cluster', { task: first }, ['tf-config-invalid']],
  ['an empty cluster', { cluster: {}, task: first }, ['tf-config-invalid']],
  ['no task', { cluster: two }, ['tf-config-invalid']],
  [
    'an index beyond the end',
    { cluster: two, task: { type: 'worker', index: 2 } },
    ['tf-config-task-not-in-cluster'],
  ],
  [
    'a job that is not there',
    { cluster: two, task: { type: 'chief', index: 0 } },
    ['tf-config-task-not-in-cluster'],
  ],
  [
    'a negative index',
    { cluster: two, task: { type: 'worker', index: -1 } },
    ['tf-config-invalid'],
  ],
  [
    'no port',
    { cluster: { worker: ['10.0.0.1', '10.0.0.2:1'] }, task: first },
    ['tf-config-bad-address'],
  ],
  [
    'a port too large',
    { cluster: { worker: ['a:65536'] }, task: first },
    ['tf-config-bad-address'],
  ],
  ['a URL', { cluster: { worker: ['grpc://a:1'] }, task: first }, ['tf-config-bad-address']],
  [
    'an address twice',
    { cluster: { worker: ['a:1', 'a:1'] }, task: first },
    ['tf-config-address-twice'],
  ],
  [
    'localhost among others',
    { cluster: { worker: ['localhost:1', 'b:1'] }, task: first },
    ['tf-config-loopback'],
  ],
  [
    'two chiefs',
    { cluster: { chief: ['a:1', 'b:1'] }, task: { type: 'chief', index: 0 } },
    ['tf-config-two-chiefs'],
  ],
  [
    'a misspelt job',
    { cluster: { workers: ['a:1'] }, task: { type: 'workers', index: 0 } },
    ['tf-config-unknown-job', 'tf-config-no-worker'],
  ],
])('%s', (_, config, ids) => {
  expect(idsOf(config)).toStrictEqual(ids);
});

test('two workers of one computer may both be localhost', () => {
  expect(idsOf({ cluster: { worker: ['localhost:1', 'localhost:2'] }, task: first })).toStrictEqual(
    [],
  );
});

test.each(['', '[]', 'null', '{"cluster"', "{'cluster': {'worker': ['a:1']}}"])(
  '%j is no object',
  (text) => {
    const { cluster, problems } = readTfConfig(text);
    expect(cluster).toBeNull();
    expect(problems.map(({ id }) => id)).toStrictEqual(['tf-config-invalid']);
    expect(problems[0]?.summary.includes('double quotes')).toBe(text.startsWith("{'"));
  },
);
