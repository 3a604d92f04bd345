import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Command } from '../../../../src/command-model/command.ts';
import { runWords } from '../../../../src/command-model/run.ts';
import { cudaVersions } from '../../../../src/commands/cuda-versions/index.ts';
import { gpuEnv } from '../../../../src/commands/gpu-env/index.ts';
import { gpuFix } from '../../../../src/commands/gpu-fix/index.ts';
import { gpuPlan } from '../../../../src/commands/gpu-plan/index.ts';
import { gpuPython } from '../../../../src/commands/gpu-python/index.ts';
import { gpuCheck } from '../../../../src/commands/gpu-check/index.ts';
import { toText } from '../../../../src/report/text.ts';
import { root } from '../../../../src/root.ts';
import { contextFor } from '../../command-model/sample-command.ts';
import { changed, recorded } from '../recorded.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tf-gpu-doctor-recorded-'));
  writeFileSync(join(folder, 'theirs.json'), JSON.stringify(recorded()));
});
afterAll(() => rmSync(folder, { recursive: true }));

test.each<[string, Command]>([
  ['diagnosis', gpuCheck],
  ['cuda-versions', cudaVersions],
])('%s of a recorded machine names its file and day, and is not local', async (schema, command) => {
  const context = { ...contextFor('terminal'), cwd: folder };
  const { report, value } = await runWords(command, context, ['--from', './theirs.json']);
  expect(value).toMatchObject({
    recorded: { file: 'theirs.json', collectedAt: '2026-11-21T00:00:00Z' },
    target: { host: 'theirs.json' },
  });
  const text = toText(report, { width: 200, colour: false });
  expect(text).toContain('a recorded machine (theirs.json), as it was on 21 November 2026');
  const file = join(root, `content/schema/${schema}.json`);
  const validate = new Ajv().compile(Object(JSON.parse(readFileSync(file, 'utf8'))));
  validate(value);
  expect(validate.errors).toBeNull();
});

test('gpu-env and gpu-python list what was recorded', async () => {
  const python = { path: '/venv/bin/python', origin: 'venv', version: '3.11.7' };
  const machine = recorded({
    ...changed('environment', { variables: { CUDA_VISIBLE_DEVICES: '-1' } }),
    pythons: {
      ok: true,
      ms: 1,
      data: { pythons: [{ ...python, tensorflow: 'tensorflow 2.21.0', ipykernel: null }] },
    },
  });
  writeFileSync(join(folder, 'other.json'), JSON.stringify(machine));
  const context = { ...contextFor('terminal'), cwd: folder };
  const environment = await runWords(gpuEnv, context, ['--from', 'other.json']);
  expect(environment.value['variables']).toMatchObject({ CUDA_VISIBLE_DEVICES: '-1' });
  const pythons = await runWords(gpuPython, context, ['--from', 'other.json']);
  expect(pythons.value['pythons']).toMatchObject([{ path: '/venv/bin/python', diagnosed: true }]);
  for (const { report } of [environment, pythons]) {
    expect(toText(report, { width: 200, colour: false })).toContain(
      'a recorded machine (other.json)',
    );
  }
  const lacking = await runWords(gpuPython, context, ['--from', 'theirs.json']);
  expect(lacking.exitCode).toBe(3);
});

test.each<[string, Command]>([
  ['gpu-check', gpuCheck],
  ['cuda-versions', cudaVersions],
  ['gpu-plan', gpuPlan],
  ['gpu-fix', gpuFix],
  ['gpu-env', gpuEnv],
])(
  '%s of a recorded machine that was simulated says so first, and once',
  async (_name, command) => {
    const variables = { GPU_LAB_MACHINE: 'heron' };
    writeFileSync(
      join(folder, 'simulated.json'),
      JSON.stringify(recorded(changed('environment', { variables }))),
    );
    const context = { ...contextFor('terminal'), cwd: folder };
    const { report, value } = await runWords(command, context, ['--from', 'simulated.json']);
    expect(value['simulatedMachine']).toBe('heron');
    const [first] = report.blocks;
    expect(first).toMatchObject({ text: expect.stringContaining('Simulated machine `heron`') });
    expect(JSON.stringify(report).match(/Simulated machine/gu)).toHaveLength(1);
    const real = await runWords(command, context, ['--from', 'theirs.json']);
    expect(real.value).not.toHaveProperty('simulatedMachine');
    // The machine that the command itself runs on is not what the answer is about.
    const here = { ...context, environment: { ...context.environment, ...variables } };
    const there = await runWords(command, here, ['--from', 'theirs.json']);
    expect(there.value).not.toHaveProperty('simulatedMachine');
  },
);

test('--static and --live contradict each other', async () => {
  const { exitCode, value } = await runWords(gpuCheck, contextFor('terminal'), [
    '--static',
    '--live',
  ]);
  expect([exitCode, value['message']]).toEqual([2, expect.stringContaining('Leave one')]);
});
