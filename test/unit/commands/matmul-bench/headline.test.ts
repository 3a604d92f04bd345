import { expect, test } from 'vitest';
import type { RatedResult, Measured } from '../../../../src/performance/results.ts';
import { noMatmulOutput, type MatmulDevice } from '../../../../src/performance/matmul-output.ts';
import { headlineOf } from '../../../../src/commands/matmul-bench/headline.ts';
import type { Bench } from '../../../../src/commands/matmul-bench/value.ts';

const device = (name: string): MatmulDevice => ({
  device: name,
  model: null,
  computeCapability: null,
  freeMiB: null,
  busyPercent: null,
});

const one = (change: Partial<Measured>): Measured => ({
  status: 'measured',
  device: 'cpu',
  dtype: 'float32',
  size: 1024,
  tf32: false,
  medianMs: 10,
  q1Ms: 9,
  q3Ms: 11,
  samples: 9,
  tflops: 0.215,
  peakTflops: null,
  shareOfPeak: null,
  speedUp: null,
  correct: true,
  largestError: 1e-5,
  errorBound: 1e-3,
  onDevice: true,
  ...change,
});

const headline = (
  results: readonly RatedResult[],
  change: Partial<Bench> = {},
  devices = ['cpu'],
) => {
  const output = { ...noMatmulOutput, devices: devices.map(device) };
  const options = { sizes: [1024], dtypes: null, devices: null, seconds: 1 };
  const bench: Bench = { options, output, results, trouble: undefined, ui: 'terminal', ...change };
  const { status, text, next } = headlineOf(bench);
  return [status, text, next].join(' | ');
};

const both = ['cpu', 'gpu:0'];

test('only a CPU', () => {
  expect(headline([one({}), one({ tflops: 0.1 })])).toBe(
    'info | The CPU reaches 0.215 TFLOP/s (float32, size 1024). All results are right. TensorFlow lists no GPU here. | Run `tf-gpu-doctor gpu-check` to find out why.',
  );
});

test('a GPU that is faster', () => {
  const gpu = one({ device: 'gpu:0', dtype: 'float16', tflops: 120, speedUp: 560 });
  expect(headline([one({}), gpu], {}, both)).toBe(
    'ok | gpu:0 is up to 560 times as fast as the CPU: 120 TFLOP/s (float16, size 1024). All results are right. | ',
  );
});

test('a GPU that is not', () => {
  const gpu = one({ device: 'gpu:0', tflops: 0.1, speedUp: 0.5 });
  expect(headline([one({}), gpu], {}, both)).toMatch(/^warn \| gpu:0 is never faster than the CPU/);
});

test('a GPU without the CPU beside it', () => {
  expect(headline([one({ device: 'gpu:0', tflops: 50 })], {}, both)).toBe(
    'ok | gpu:0 reaches 50 TFLOP/s (float32, size 1024). All results are right. | ',
  );
});

test('wrong results come before everything else', () => {
  const wrong = one({ device: 'gpu:0', correct: false, largestError: 120 });
  const text = headline([one({}), wrong], { trouble: 'It died.', ui: 'notebook' }, both);
  expect(text).toBe(
    'fail | 1 of 2 products are wrong. The first (gpu:0, float32, size 1024) differs from the right one by 120; at most 0.001 is rounding. | Do not trust results of this device. Run `%gpu-check`.',
  );
});

test('results that are no numbers, and results from elsewhere', () => {
  expect(headline([one({ correct: false, largestError: null })])).toContain('is NaN or infinite');
  expect(headline([one({ onDevice: false })])).toContain('was computed on another device');
});

test('an early end', () => {
  const trouble = 'TensorFlow was killed by SIGSEGV while measuring gpu:0, float32, 1024.';
  expect(headline([one({})], { trouble })).toContain(
    `${trouble} What was measured before is below.`,
  );
  expect(headline([], { trouble })).toContain(`fail | ${trouble} |`);
});

test('a device that is not there', () => {
  const options = { sizes: [1024], dtypes: null, devices: ['gpu:3', 'cpu'], seconds: 1 };
  expect(headline([one({})], { options })).toContain(
    'gpu:3 was asked for, but TensorFlow lists no GPU',
  );
  expect(headline([], { options }, both)).toContain(
    'gpu:3 was asked for, but TensorFlow lists 1 GPU here',
  );
});

test('nothing measured', () => {
  expect(headline([])).toMatch(/^unknown \| Nothing was measured/);
});
