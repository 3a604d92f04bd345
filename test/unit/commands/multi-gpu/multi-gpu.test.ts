import { expect, test } from 'vitest';
import { parseArguments } from '../../../../src/command-model/parse.ts';
import { multiGpu } from '../../../../src/commands/multi-gpu/index.ts';
import { readMultiGpuOptions } from '../../../../src/commands/multi-gpu/options.ts';
import { trainingReport } from '../../../../src/commands/multi-gpu/report.ts';
import type { Training } from '../../../../src/commands/multi-gpu/value.ts';
import { noMultiGpuOutput } from '../../../../src/performance/multi-gpu/multi-gpu-output.ts';

const options = (words: string) =>
  readMultiGpuOptions(parseArguments(multiGpu, words.split(' ').filter(Boolean)).args);

test('options, each with its own sentence when it is off', () => {
  expect(options('')).toStrictEqual({
    devices: null,
    replicas: 2,
    batch: null,
    workers: null,
    seconds: 6,
  });
  expect(options('--devices GPU:1,gpu0').devices).toStrictEqual(['gpu:1', 'gpu:0']);
});

test.each([
  '--devices cpu',
  '--replicas 1',
  '--batch 0',
  '--workers 9',
  '--workers slurm',
  '--workers 2 --replicas 3',
  '--workers 2 --devices gpu:0',
  '--replicas 2 --devices gpu:0',
])('`%s` is refused by a sentence that names the option', (words) => {
  expect(() => options(words)).toThrow(/^`--(?:devices|replicas|batch|workers)`/u);
});

const two: Training = {
  output: {
    ...noMultiGpuOutput,
    stage: 'done',
    tensorflow: '2.21.0',
    kind: 'gpu',
    gpus: [
      { device: 'gpu:0', model: 'NVIDIA A100' },
      { device: 'gpu:1', model: 'NVIDIA A100' },
    ],
    replicas: [{ device: 'gpu:0' }, { device: 'gpu:1' }],
    width: 4096,
    batch: 1024,
    oneMs: [20],
    allMs: [25],
    sameBatchMs: [15],
    gradientsCompared: true,
    gradientDifference: 1e-6,
  },
  workers: null,
  problems: [],
  trouble: undefined,
  topology: undefined,
  ui: 'terminal',
};
const target = { python: '/p', chosenBecause: 'it is first on PATH', practice: false };

/** The first sentence that a person reads. */
function headline(training: Training, words = ''): string {
  const [first] = trainingReport(training, options(words), target).blocks;
  return first?.kind === 'headline' ? first.text : '';
}

test('the first sentence says what came of it', () => {
  const output = two.output;
  expect(headline(two)).toContain('2 GPUs together are 1.6 times as fast as one.');
  expect(headline({ ...two, output: { ...output, allMs: [50] } })).toContain(
    '2 GPUs together are slower than one: 0.8 times its speed.',
  );
  expect(headline({ ...two, output: { ...output, kind: 'simulated' } })).not.toContain('fast');
  const single = {
    ...output,
    gpus: output.gpus.slice(0, 1),
    replicas: [{ device: 'gpu:0' }],
    allMs: [],
  };
  expect(headline({ ...two, output: single })).toContain('There is one GPU (NVIDIA A100)');
  expect(headline(two, '--devices gpu:5')).toContain('gpu:5 was asked for');
  const problems = [{ id: 'gradients-differ', summary: 'x' }];
  expect(headline({ ...two, problems, output: { ...output, gradientDifference: 1 } })).toContain(
    'do not train together rightly',
  );
  expect(headline({ ...two, trouble: 'TensorFlow was killed by SIGBUS.' })).toContain('SIGBUS');
});
