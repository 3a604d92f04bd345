import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import type { Live } from '../../src/snapshot/observations/live.ts';
import type { Context, Outcome } from '../../src/command-model/command.ts';
import { matmulBench } from '../../src/commands/matmul-bench/index.ts';
import { parseArguments } from '../../src/command-model/parse.ts';
import { prepareScenario } from '../../src/lab/lab.ts';
import { runLive } from '../../src/check/live-check.ts';
import { practicePython, whyNoLab } from './pythons.ts';
import type { Environment } from '../../src/process/environment.ts';

type Variables = Environment;

/** Does something on a simulated machine, and removes it. */
async function on<T>(scenario: string, work: (environment: Variables) => Promise<T>): Promise<T> {
  const request = { python: practicePython, environment: process.env };
  const { environment, folder } = await prepareScenario(scenario, request);
  try {
    return await work(environment);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const live = (environment: Variables): Promise<Live> =>
  runLive({ python: practicePython, environment, cwd: tmpdir(), timeoutMs: 90_000 });

const bench =
  (words: string) =>
  async (environment: Variables): Promise<Outcome> => {
    const context: Context = {
      ui: 'terminal',
      environment,
      cwd: tmpdir(),
      signal: new AbortController().signal,
      show() {},
    };
    const { args } = parseArguments(matmulBench, [...words.split(' '), '--python', practicePython]);
    return matmulBench.run(context, args);
  };

const reason = whyNoLab();

describe.skipIf(reason !== undefined)(`The live part on simulated machines ${reason ?? ''}`, () => {
  const cases: Record<string, string[]> = {
    healthy: ['GPU:0 matmul ok', 'GPU:0 max pooling ok'],
    'healthy-two-gpus': [
      'GPU:0 matmul ok',
      'GPU:0 max pooling ok',
      'GPU:1 matmul ok',
      'GPU:1 max pooling ok',
    ],
    // It stops at the first that is not right.
    'wrong-results': ['GPU:0 matmul wrong', 'GPU:0 max pooling skipped'],
    'cublas-fails': ['GPU:0 matmul failed', 'GPU:0 max pooling skipped'],
    'old-cudnn': ['GPU:0 matmul ok', 'GPU:0 max pooling failed'],
    'no-cudnn': [],
  };
  it.each(Object.entries(cases))('%s', async (scenario, expected) => {
    const { ended, stage, computations, log } = await on(scenario, live);
    expect({ ended, stage }).toEqual({ ended: { how: 'exit', code: 0 }, stage: 'done' });
    expect(computations.map(({ gpu, name, result }) => `${gpu} ${name} ${result}`)).toEqual(
      expected,
    );
    expect(log).toContain('dynamic library');
  });

  it('takes at most 256 MiB, and the card’s name and capability are told', async () => {
    const { physicalGpus, logicalGpus, log } = await on('healthy', live);
    expect(log).toMatch(/Created device \S+GPU:0 with 256 MB memory/);
    expect(logicalGpus).toEqual(['/device:GPU:0']);
    expect(physicalGpus).toEqual([
      {
        name: '/physical_device:GPU:0',
        model: 'NVIDIA GeForce RTX 3080',
        computeCapability: '8.6',
      },
    ]);
  });
});

describe.skipIf(reason !== undefined)(`A busy GPU beside a free one ${reason ?? ''}`, () => {
  it('only the free one is touched, and it keeps its number', async () => {
    const one = { python: practicePython, cwd: tmpdir(), timeoutMs: 90_000, numbers: [1] };
    const { physicalGpus, computations } = await on('healthy-two-gpus', (environment) =>
      runLive({ ...one, environment: { ...environment, CUDA_VISIBLE_DEVICES: '1' } }),
    );
    expect(physicalGpus).toMatchObject([
      { name: '/physical_device:GPU:1', model: 'NVIDIA RTX A4000' },
    ]);
    expect(new Set(computations.map(({ gpu, result }) => `${gpu} ${result}`))).toEqual(
      new Set(['GPU:1 ok']),
    );
  });
});

describe.skipIf(reason !== undefined)(`matmul-bench on simulated machines ${reason ?? ''}`, () => {
  it('a size that does not fit into free memory is left out, nothing is tried', async () => {
    const outcome = await on('healthy', bench('--sizes 64,30000 --dtypes float32 --seconds 0.2'));
    expect(outcome.exitCode).toBe(0);
    expect(outcome.value).toMatchObject({
      lab: true,
      devices: [{ device: 'cpu' }, { device: 'gpu:0', freeMiB: 10_240, busyPercent: 0 }],
      measurements: [
        { device: 'cpu', size: 64, status: 'measured', correct: true, speedUp: null },
        { device: 'cpu', size: 30_000, status: 'skipped' },
        {
          device: 'gpu:0',
          size: 64,
          status: 'measured',
          correct: true,
          onDevice: true,
          speedUp: expect.any(Number),
          peakTflops: null,
        },
        {
          device: 'gpu:0',
          size: 30_000,
          status: 'skipped',
          reason: expect.stringMatching(/^needs about \d+ MiB of the GPU, 10240 MiB are free/),
        },
      ],
    });
  });

  it('wrong results are found, and come first', async () => {
    const words = '--sizes 64 --devices gpu:0 --dtypes float32 --seconds 0.2';
    const outcome = await on('wrong-results', bench(words));
    expect(outcome.exitCode).toBe(1);
    expect(outcome.value).toMatchObject({ measurements: [{ correct: false, speedUp: null }] });
    expect(outcome.report.blocks[0]).toMatchObject({ kind: 'headline', status: 'fail' });
  });

  it('a device that fails is named with what TensorFlow said', async () => {
    const words = '--sizes 64,128 --devices gpu:0 --dtypes float32 --seconds 0.2';
    const outcome = await on('cublas-fails', bench(words));
    expect(outcome.exitCode).toBe(3);
    expect(outcome.value).toMatchObject({
      measurements: [
        { status: 'failed', reason: 'InternalError', detail: expect.stringContaining('blas') },
        { status: 'skipped', reason: 'the device failed before' },
      ],
    });
  });
});
