import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Context } from '../../src/command-model/command.ts';
import { parseArguments } from '../../src/command-model/parse.ts';
import { multiGpu } from '../../src/commands/multi-gpu/index.ts';
import { root } from '../../src/root.ts';
import { UndeterminedError } from '../../src/errors.ts';

async function run(words: string, variables: Record<string, string> = {}) {
  const stages: string[] = [];
  const context: Context = {
    ui: 'terminal',
    environment: { ...process.env, CUDA_VISIBLE_DEVICES: '-1', ...variables },
    cwd: root,
    signal: new AbortController().signal,
    show: ({ blocks: [first] }) => {
      if (first?.kind === 'progress' && stages.at(-1) !== first.text) stages.push(first.text);
    },
  };
  const python = join(root, '.venv/bin/python');
  const { args } = parseArguments(multiGpu, [
    ...words.split(' ').filter(Boolean),
    '--python',
    python,
  ]);
  return { outcome: await multiGpu.run(context, args), stages };
}

test('three parts of the processor have the gradients of one device; TF_CONFIG is checked beside it', async () => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  const address = taken.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const config = {
    cluster: { worker: [`127.0.0.1:${port}`, '127.0.0.1:1'] },
    task: { type: 'worker', index: 0 },
  };
  const words = '--replicas 3 --batch 8 --seconds 0.5';
  const { outcome, stages } = await run(words, { TF_CONFIG: JSON.stringify(config) });
  taken.close();
  expect(outcome.value).toMatchObject({
    kind: 'cpu',
    devices: ['cpu:0', 'cpu:1', 'cpu:2'],
    batch: { perReplica: 8, global: 24 },
    equalGradients: true,
    problems: [{ id: 'worker-port-taken' }],
    trouble: null,
  });
  expect(outcome.exitCode).toBe(1);
  expect(stages).toContain('Training on all devices together');
});

test('two workers find each other and have the gradients of one device', async () => {
  const { outcome } = await run('--workers 2 --seconds 0.5');
  expect(outcome.value).toMatchObject({
    workers: 2,
    devices: ['worker:0', 'worker:1'],
    equalGradients: true,
    problems: [],
    trouble: null,
  });
  expect(outcome.exitCode).toBe(0);
});

test('a GPU that is not there is bad news', async () => {
  const { outcome } = await run('--devices gpu:7 --seconds 0.2');
  expect(outcome.report.blocks[0]).toMatchObject({ kind: 'headline', status: 'fail' });
  expect(outcome.exitCode).toBe(1);
});

test('without TensorFlow there is nothing to train', async () => {
  const running = run('', { PYTHONPATH: join(root, 'test/collect/stubs/traps') });
  await expect(running).rejects.toThrow(UndeterminedError);
});
