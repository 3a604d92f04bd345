import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import type { Context } from '../../src/commands/command.ts';
import { gpuCheck } from '../../src/commands/gpu-check.ts';
import { runWords } from '../../src/commands/run.ts';
import { listScenarios, prepareScenario } from '../../src/lab/lab.ts';
import { practicePython, whyNoLab } from './pythons.ts';

// The whole product on every simulated machine: probes, live part, rules. Nothing tells the check what is wrong.

/** `gpu-check` as it is called in a terminal on the simulated machine. */
async function check(scenario: string, words: readonly string[]) {
  const request = { python: practicePython, environment: process.env };
  const { environment, folder } = await prepareScenario(scenario, request);
  const context: Context = {
    door: 'terminal',
    environment,
    cwd: tmpdir(),
    signal: new AbortController().signal,
    show: () => undefined,
  };
  try {
    return await runWords(gpuCheck, context, [
      '--python',
      practicePython,
      '--timeout',
      '40',
      ...words,
    ]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const reason = whyNoLab();
const scenarios = listScenarios().map((one) => [one.name, one] as const);
/** What only shows once TensorFlow computes. */
const liveOnly = new Set(['wrong-results', 'cublas-fails']);

describe.skipIf(reason !== undefined)(`gpu-check on simulated machines ${reason ?? ''}`, () => {
  it.each(scenarios)('%s: the cause is named', async (name, scenario) => {
    const { value, exitCode } = await check(name, []);
    const told = { rootCause: value['rootCause'], exitCode };
    expect(told).toEqual({ rootCause: scenario.expected, exitCode: scenario.healthy ? 0 : 1 });
    expect(value['verdict'] === 'gpu-ready').toBe(scenario.healthy);
  });

  it.each(scenarios.filter(([name]) => !liveOnly.has(name)))(
    '%s: files and driver alone name it too',
    async (name, scenario) => {
      const { value } = await check(name, ['--static']);
      expect(value['rootCause']).toBe(scenario.expected);
    },
  );
});
