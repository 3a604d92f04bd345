import { describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { leftToAccuracy, runAll } from '../sampled.ts';
import { practicePython, whyNoLab } from './pythons.ts';
import { jsonLines, runScript } from './run-script.ts';

const row = v.object({
  case: v.string(),
  off: v.optional(v.union([v.number(), v.string()])),
  error: v.optional(v.string()),
});
const both = v.object({
  replicas: v.number(),
  losses: v.tuple([v.array(v.number()), v.array(v.number())]),
  gradients: v.tuple([v.array(v.array(v.number())), v.array(v.array(v.number()))]),
});

const sample = [
  'dense, Adam',
  'batch normalization of images',
  'images, batch normalization',
  'images, average pooling',
  'images, XLA',
];
const reason = whyNoLab();

describe.skipIf(reason !== undefined)(`training on simulated GPUs ${reason ?? ''}`, () => {
  it('gives the losses and gradients of the CPU', async () => {
    const { stdout } = await runScript('healthy', 'train.py', {
      python: practicePython,
      args: runAll ? [] : sample,
    });
    const rows = jsonLines(stdout).map((line) => v.parse(row, line));
    expect(rows.length).toBe(runAll ? 14 : sample.length);
    expect(rows.filter(({ off }) => typeof off !== 'number' || off > 2e-5)).toEqual([]);
  }, 300_000);

  it('all 14 ways of training', (context) => {
    if (!runAll) context.skip(leftToAccuracy);
    expect(runAll).toBe(true);
  });

  it('two GPUs under MirroredStrategy have the gradients of one', async () => {
    const { stdout } = await runScript('healthy-two-gpus', 'mirrored.py', {
      python: practicePython,
    });
    const { replicas, losses, gradients } = v.parse(both, jsonLines(stdout)[0]);
    expect(replicas).toBe(2);
    const [one, two] = gradients;
    expect(two).toHaveLength(2);
    for (const replica of two)
      replica.forEach((value, k) => expect(value).toBeCloseTo(one[0]?.[k] ?? Number.NaN, 5));
    losses[1].forEach((value, k) => expect(value).toBeCloseTo(losses[0][k] ?? Number.NaN, 4));
  });
});
