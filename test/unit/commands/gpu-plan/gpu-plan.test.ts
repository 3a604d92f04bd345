import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runWords } from '../../../../src/command-model/run.ts';
import { gpuPlan } from '../../../../src/commands/gpu-plan/index.ts';
import { root } from '../../../../src/root.ts';
import { toText } from '../../../../src/report/text.ts';
import { contextFor } from '../../command-model/sample-command.ts';
import { recorded } from '../recorded.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'gpu-plan-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const schema: unknown = JSON.parse(readFileSync(join(root, 'content/schema/plan.json'), 'utf8'));
const validate = new Ajv({ allErrors: true }).compile(Object(schema));

async function run(...words: string[]) {
  const context = { ...contextFor('terminal'), cwd: folder };
  const outcome = await runWords(gpuPlan, context, words);
  if (outcome.failed === undefined && !validate(outcome.value)) {
    throw new Error(JSON.stringify(validate.errors));
  }
  return outcome;
}
const textOf = (outcome: Awaited<ReturnType<typeof run>>): string =>
  toText(outcome.report, { width: 200, colour: false });

test('a described machine: the plan, exit code 0; nothing fits: exit code 1', async () => {
  const good = await run('--gpu', 'RTX 4090', '--driver', '535.183', '--python', '3.12');
  expect(good.exitCode).toBe(0);
  expect(good.value).toMatchObject({
    for: {
      gpu: 'GeForce RTX 4090',
      capability: '8.9',
      driver: '535.183',
      python: '3.12',
      os: 'linux',
    },
    choice: { tensorflow: '2.20.0', python: '3.12' },
    problems: [],
  });
  expect(textOf(good)).toContain('Install TensorFlow 2.20.0 with Python 3.12');
  const none = await run('--gpu', 'GTX 680');
  expect(none.exitCode).toBe(1);
  expect(none.value).toMatchObject({ choice: null });
  expect(textOf(none)).toContain('No TensorFlow fits');
});

test('a recorded machine is planned for with its GPU, driver and Python', async () => {
  writeFileSync(join(folder, 'snapshot.json'), JSON.stringify(recorded()));
  const { value, exitCode } = await run('--from', 'snapshot.json', '--manager', 'uv');
  expect(exitCode).toBe(0);
  expect(value).toMatchObject({ for: { os: 'linux', manager: 'uv' }, choice: { manager: 'uv' } });
  expect(value['for']).not.toMatchObject({ driver: null });
  expect(value['for']).not.toMatchObject({ python: null });
});

describe('--check', () => {
  const dirty = 'numpy\ntensorflow-cpu==2.20.0\n';

  test('problems: exit code 1 with file, line and id; none: 0', async () => {
    writeFileSync(join(folder, 'requirements.txt'), dirty);
    const bad = await run('--check', 'requirements.txt');
    expect(bad.exitCode).toBe(1);
    expect(bad.value['problems']).toEqual([
      expect.objectContaining({ file: 'requirements.txt', line: 2, id: 'tf-cpu-build' }),
    ]);
    writeFileSync(join(folder, 'good.txt'), 'tensorflow[and-cuda]==2.20.0\n');
    expect((await run('--check', 'good.txt')).exitCode).toBe(0);
  });

  test("GitHub's annotations, with what would end one early escaped", async () => {
    const file = 'odd,name:100%.txt';
    writeFileSync(join(folder, file), dirty);
    const { printed } = await run('--check', file, '--format', 'github');
    expect(printed).toMatch(
      /^::error file=odd%2Cname%3A100%25\.txt,line=2,title=tf-cpu-build::`tensorflow-cpu` is built/,
    );
  });

  test("JUnit's XML holds whatever the file is called", async () => {
    const file = `<&"'\u{1}>.txt`;
    writeFileSync(join(folder, file), dirty);
    const { printed = '' } = await run('--check', file, '--format=junit');
    expect(printed).toContain('tests="1" failures="1"');
    expect(printed).toContain('classname="&lt;&amp;&quot;&apos;\u{FFFD}&gt;.txt"');
    expect(printed).not.toContain('\u{1}');
    writeFileSync(join(folder, 'good.txt'), '');
    const good = await run('--check', 'good.txt', '--format=junit');
    expect(good.printed).toContain('tests="1" failures="0"');
  });

  test.each<[string[], RegExp]>([
    [['--check', 'nowhere.txt'], /could not be read/],
    [['--check', '.'], /is not a file/],
    [['--check', 'large.txt'], /larger than 1024 KiB/],
    [['--check', 'good.txt', '--format', 'junti'], /Did you mean `junit`/],
    [['--format', 'junit'], /belongs to `--check FILE`/],
    [['--check', 'a.txt', '--create', 'x'], /cannot go together/],
    [['--gpu', 'RTX 4090', '--from', 'snapshot.json'], /describes another machine/],
    [['--gpu', 'RTX 4090', '--create', 'x'], /builds on this machine/],
    [['--gpu', 'RTX 4099'], /Did you mean/],
    [['--yes'], /belongs to `--create FOLDER`/],
  ])('%j is wrong usage', async (words, message) => {
    writeFileSync(join(folder, 'large.txt'), 'a'.repeat(1024 * 1024 + 1));
    const outcome = await run(...words);
    expect(outcome.exitCode).toBe(2);
    expect(outcome.value['message']).toMatch(message);
  });
});

test('--create refuses a folder that is in use, before anything is started', async () => {
  mkdirSync(join(folder, 'used'));
  writeFileSync(join(folder, 'used', 'mine.txt'), '');
  const { createEnvironment } = await import('../../../../src/commands/gpu-plan/create.ts');
  const { planFor } = await import('../../../../src/plan/plan.ts');
  const { describedMachine } = await import('../../../../src/plan/read-wish.ts');
  const { loadKnowledge } = await import('../../../../src/content/knowledge.ts');
  const context = { ...contextFor('terminal'), cwd: folder };
  const made = planFor(loadKnowledge(), describedMachine);
  const args = { options: { yes: true as const }, positionals: [] };
  await expect(createEnvironment(context, args, 'used', made)).rejects.toThrow(/is not empty/);
});
