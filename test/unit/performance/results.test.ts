import { describe, expect, test } from 'vitest';
import { rateResults, type Measured } from '../../../src/performance/results.ts';
import {
  noMatmulOutput,
  type MatmulResult,
  type MatmulOutput,
} from '../../../src/performance/matmul-output.ts';
import { loadKnowledge } from '../../../src/content/knowledge.ts';

const knowledge = loadKnowledge();

const cpu = {
  device: 'cpu',
  model: 'AMD EPYC',
  computeCapability: null,
  freeMiB: null,
  busyPercent: null,
};
const gpu = {
  device: 'gpu:0',
  model: 'NVIDIA A100-SXM4-40GB',
  computeCapability: '8.0',
  freeMiB: 39_000,
  busyPercent: 0,
};
type MeasuredResult = Extract<MatmulResult, { status: 'measured' }>;

const measured = (change: Partial<MeasuredResult>): MeasuredResult => ({
  status: 'measured',
  device: 'gpu:0',
  dtype: 'float32',
  size: 1000,
  ms: [2, 1, 4],
  placed: '/job:localhost/replica:0/task:0/device:GPU:0',
  largestError: 1e-6,
  ...change,
});
const onCpu = { device: 'cpu', placed: '/job:localhost/replica:0/task:0/device:CPU:0' };

function rateAll(results: MatmulOutput['results'], more: Partial<MatmulOutput> = {}): Measured[] {
  const output = { ...noMatmulOutput, devices: [cpu, gpu], tf32: true, results, ...more };
  return rateResults(output, knowledge).filter((one) => one.status === 'measured');
}

test('rate and spread come from the samples', () => {
  // 2·1000³ operations in 2 ms are 1 TFLOP/s.
  expect(rateAll([measured({})])[0]).toMatchObject({
    medianMs: 2,
    q1Ms: 1.5,
    q3Ms: 3,
    samples: 3,
    tflops: 1,
  });
});

const share = (change: Partial<MeasuredResult>, more: Partial<MatmulOutput> = {}) => {
  const [one] = rateAll([measured(change)], more);
  return [one?.peakTflops, one?.shareOfPeak];
};

describe('share of the peak', () => {
  test('float32 on a gpu with TF32 is held against TF32', () => {
    expect(share({})).toStrictEqual([156, 1 / 156]);
  });
  test('with TF32 off, against float32', () => {
    expect(share({}, { tf32: false })).toStrictEqual([19.5, 1 / 19.5]);
  });
  test('float16 and bfloat16 against the tensor cores', () => {
    expect(share({ dtype: 'float16' })[0]).toBe(312);
    expect(share({ dtype: 'bfloat16' })[0]).toBe(312);
  });
  test('float64 is in no table', () => {
    expect(share({ dtype: 'float64' })).toStrictEqual([null, null]);
  });
  test('an unknown gpu has none', () => {
    const devices = [{ ...gpu, model: 'NVIDIA Something 9000' }];
    expect(share({}, { devices })).toStrictEqual([null, null]);
  });
  test('nor has a gpu whose figure is uncertain', () => {
    const devices = [{ ...gpu, model: 'NVIDIA B200', computeCapability: '10.0' }];
    expect(share({}, { devices })).toStrictEqual([null, null]);
  });
  test('nor has the CPU', () => {
    expect(share(onCpu)).toStrictEqual([null, null]);
  });
});

describe('speed-up', () => {
  test('is against the CPU at the same type and size', () => {
    const [, fast] = rateAll([measured({ ...onCpu, ms: [100] }), measured({ ms: [2] })]);
    expect(fast?.speedUp).toBe(50);
  });
  test('is not there without its twin', () => {
    const results = [measured({ ...onCpu, size: 512 }), measured({ ...onCpu, dtype: 'float16' })];
    expect(rateAll([...results, measured({})]).map((one) => one.speedUp)).toStrictEqual([
      null,
      null,
      null,
    ]);
  });
});

describe('right and wrong', () => {
  test.each([
    ['a rounding error', 1e-4, true],
    ['one that no rounding makes', 3, false],
    ['something that is no number', null, false],
  ])('%s', (_, largestError, correct) => {
    expect(rateAll([measured({ largestError })])[0]?.correct).toBe(correct);
  });
  test('a product that lay on the CPU is not the GPU’s', () => {
    expect(rateAll([measured({ placed: onCpu.placed })])[0]?.onDevice).toBe(false);
  });
});

test('what was not measured stays as it is', () => {
  const skipped = {
    status: 'skipped',
    device: 'gpu:0',
    dtype: 'float16',
    size: 8192,
    reason: 'out of memory',
  } as const;
  expect(rateResults({ ...noMatmulOutput, results: [skipped] }, knowledge)).toStrictEqual([
    skipped,
  ]);
});
