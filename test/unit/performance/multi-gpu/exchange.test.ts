import { expect, test } from 'vitest';
import { exchangeProblem } from '../../../../src/performance/multi-gpu/exchange.ts';
import {
  addMultiGpuLine,
  equalGradients,
  noMultiGpuOutput,
  type MultiGpuOutput,
} from '../../../../src/performance/multi-gpu/multi-gpu-output.ts';
import type { TrainingRun } from '../../../../src/performance/multi-gpu/run-mirrored.ts';

const together: MultiGpuOutput = {
  ...noMultiGpuOutput,
  stage: 'all',
  kind: 'gpu',
  replicas: [{ device: 'gpu:0' }, { device: 'gpu:1' }],
};
const crashed: TrainingRun = {
  output: together,
  end: { how: 'signal', signal: 'SIGSEGV' },
  log: '',
};
const right: TrainingRun = {
  output: { ...together, stage: 'done', gradientsCompared: true, gradientDifference: 1e-7 },
  end: { how: 'exit', code: 0 },
  log: '',
};
const wrong: TrainingRun = {
  ...right,
  output: { ...right.output, gradientDifference: 0.5 },
};

/** Tries each way; the named ones work. */
async function idWhen(run: TrainingRun, working: readonly string[]): Promise<string | undefined> {
  const problem = await exchangeProblem(run, (exchange, environment) => {
    const way = environment['NCCL_P2P_DISABLE'] === '1' ? `${exchange} without P2P` : exchange;
    return Promise.resolve(working.includes(way) ? right : crashed);
  });
  return problem?.id;
}

test('the way that works names the cause', async () => {
  expect(await idWhen(crashed, ['nccl without P2P', 'copies'])).toBe('nccl-peer-to-peer');
  expect(await idWhen(crashed, ['copies'])).toBe('nccl-failed');
  expect(await idWhen(wrong, ['copies'])).toBe('nccl-failed');
});

function never(): never {
  throw new Error('tried');
}

test('nothing is named when no way works, and nothing is tried when nothing failed', async () => {
  expect(await idWhen(crashed, [])).toBeUndefined();
  expect(await exchangeProblem(right, never)).toBeUndefined();
  const alone = { ...crashed, output: { ...together, stage: 'one' } };
  expect(await exchangeProblem(alone, never)).toBeUndefined();
  const onCpu = { ...crashed, output: { ...together, kind: 'cpu' as const } };
  expect(await exchangeProblem(onCpu, never)).toBeUndefined();
});

const compared = (gradientDifference: number | null): boolean | null =>
  equalGradients({ gradientsCompared: true, gradientDifference });

test('gradients that lack a replica, or are not numbers, are not equal; rounding is', () => {
  expect([1e-7, 1e-3, 0.1, null].map(compared)).toStrictEqual([true, true, false, false]);
  expect(equalGradients(noMultiGpuOutput)).toBeNull();
});

test('lines of another origin change nothing', () => {
  expect(addMultiGpuLine(noMultiGpuOutput, 'hello')).toBeUndefined();
  expect(addMultiGpuLine(noMultiGpuOutput, '{"stage": 7}')).toBeUndefined();
  expect(addMultiGpuLine(noMultiGpuOutput, '{"stage": "all", "replicas": 2}')?.stage).toBe('all');
});
