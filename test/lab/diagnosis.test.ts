import { describe, expect, it } from 'vitest';
import { listScenarios } from '../../src/lab/scenario.ts';
import { diagnoseScenario } from './diagnose-scenario.ts';
import { leftToAccuracy, runAll } from '../sampled.ts';
import { practicePython, whyNoLab } from './pythons.ts';

// The whole product on every simulated machine: probes, live part, rules. Nothing tells the check what is wrong.

const check = async (name: string, ...words: readonly string[]) =>
  (await diagnoseScenario(name, { python: practicePython, words })).outcome;

const reason = whyNoLab();
const scenarios = listScenarios().map((one) => [one.name, one] as const);
/** What only shows once TensorFlow computes. */
const liveOnly = new Set(['wrong-results', 'cublas-fails']);
/**
 * What the live check decides or confirms; on the others it repeats what files and driver say. The driver that hangs
 * costs all time limits, 106 s, and is left to `npm run accuracy` too.
 */
const sample = new Set([
  ...liveOnly,
  'healthy-two-gpus',
  'healthy-packages',
  'memory-held',
  'no-cudnn',
  'older-card',
]);
const live = scenarios.filter(([name]) => runAll || sample.has(name));

describe.skipIf(reason !== undefined)(`gpu-check on simulated machines ${reason ?? ''}`, () => {
  it.each(live)('%s: the cause is named', async (name, scenario) => {
    const { value, exitCode } = await check(name, '--timeout', '60');
    const told = { rootCause: value['rootCause'], exitCode };
    expect(told).toEqual({ rootCause: scenario.expected, exitCode: scenario.healthy ? 0 : 1 });
    expect(value['verdict'] === 'gpu-ready').toBe(scenario.healthy);
  });

  it(`all other ${scenarios.length - live.length} machines, live`, (context) => {
    if (!runAll) context.skip(leftToAccuracy);
    expect(live).toHaveLength(scenarios.length);
  });

  it.each(scenarios.filter(([name]) => !liveOnly.has(name) && name !== 'hanging-driver'))(
    '%s: files and driver alone name it too',
    async (name, scenario) => {
      const { value } = await check(name, '--static');
      expect(value['rootCause']).toBe(scenario.expected);
      expect(value['simulatedMachine']).toBe(scenario.alias);
    },
  );
});
