import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runWords } from '../../../../src/command-model/run.ts';
import { gpuFix } from '../../../../src/commands/gpu-fix/index.ts';
import { root } from '../../../../src/root.ts';
import { contextFor } from '../../command-model/sample-command.ts';
import { changed, observations, recorded } from '../recorded.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'gpu-fix-'));
  const { masked } = observations['cuda-driver'].data;
  const hidden = { ...masked, cuInit: 100, deviceCount: 0, devices: [] };
  const machine = recorded({
    ...changed('environment', { variables: { CUDA_VISIBLE_DEVICES: '-1' } }),
    ...changed('cuda-driver', { masked: hidden, unmasked: masked }),
  });
  writeFileSync(join(folder, 'masked.json'), JSON.stringify(machine));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const run = (...words: string[]) =>
  runWords(
    gpuFix,
    {
      ...contextFor('terminal'),
      cwd: folder,
      environment: { XDG_STATE_HOME: join(folder, 'state') },
    },
    words,
  );

test('the remedies of a recorded machine are listed, and nothing is remembered of it', async () => {
  const schema: unknown = JSON.parse(readFileSync(join(root, 'content/schema/fix.json'), 'utf8'));
  const validate = new Ajv({ allErrors: true }).compile(Object(schema));
  const { value, exitCode } = await run('--from', 'masked.json');
  validate(value);
  expect(validate.errors).toBeNull();
  expect(exitCode).toBe(0);
  expect(value).toMatchObject({
    rootCause: 'cuda-visible-devices',
    tried: [],
    applied: null,
    undo: null,
  });
  expect(value['remedies']).toContainEqual(
    expect.objectContaining({
      number: 1,
      id: 'unset-mask',
      kind: 'env',
      proof: 'untried',
      changes: { CUDA_VISIBLE_DEVICES: null },
    }),
  );
  expect(readdirSync(folder)).toEqual(['masked.json']);
});

test.each<[string[], RegExp]>([
  [['--try', '--apply'], /cannot go together/],
  [['--undo', '1'], /is for `--try` or `--apply`/],
  [['1'], /is for `--try` or `--apply`/],
  [['--try', '--from', 'masked.json'], /nothing can be tried or changed there/],
  [['--from', 'nowhere.json'], /nowhere\.json/],
  [['--aply'], /--apply/],
])('%j is wrong usage', async (words, message) => {
  const outcome = await run(...words);
  expect(outcome.exitCode).toBe(2);
  expect(outcome.value['message']).toMatch(message);
});
