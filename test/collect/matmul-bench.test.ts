import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import * as v from 'valibot';
import { afterAll, describe, expect, test } from 'vitest';
import type { Context, Outcome } from '../../src/command-model/command.ts';
import { matmulBench } from '../../src/commands/matmul-bench/index.ts';
import { parseArguments } from '../../src/command-model/parse.ts';
import { root } from '../../src/root.ts';
import { UndeterminedError } from '../../src/errors.ts';
import type { Block } from '../../src/report/report.ts';

const folder = mkdtempSync(join(tmpdir(), 'matmul-bench-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const schema: object = JSON.parse(
  readFileSync(join(root, 'content/schema/matmul-bench.json'), 'utf8'),
);
const isValid = new Ajv({ strict: true, allowUnionTypes: true }).compile(schema);

async function run(words: string, variables: Record<string, string> = {}) {
  const shown: Block[][] = [];
  const context: Context = {
    ui: 'terminal',
    environment: { ...process.env, ...variables },
    cwd: folder,
    signal: new AbortController().signal,
    show: (report) => shown.push([...report.blocks]),
  };
  const python = join(root, '.venv/bin/python');
  const { args } = parseArguments(matmulBench, [...words.split(' '), '--python', python]);
  return { outcome: await matmulBench.run(context, args), shown };
}

/** A module that is found before TensorFlow's own. */
function pretend(name: string, source: string): Record<string, string> {
  mkdirSync(join(folder, name, 'tensorflow'), { recursive: true });
  writeFileSync(join(folder, name, 'tensorflow/__init__.py'), source);
  return { PYTHONPATH: join(folder, name) };
}

const withMeasurements = v.object({ measurements: v.array(v.record(v.string(), v.unknown())) });

const measurements = (outcome: Outcome) => {
  isValid(outcome.value);
  expect(isValid.errors).toBeNull();
  return v.parse(withMeasurements, outcome.value).measurements;
};

describe('the real TensorFlow on the CPU', () => {
  test('measures, checks, and says what it left out', async () => {
    const dtypes = 'float16,bfloat16,float32,float64';
    const words = `--sizes 64,256,65536 --dtypes ${dtypes} --devices cpu --seconds 1`;
    const { outcome, shown } = await run(words);
    const all = measurements(outcome);
    expect(all.map(({ dtype, size, status }) => [dtype, size, status])).toStrictEqual(
      dtypes.split(',').flatMap((dtype) => [
        [dtype, 64, 'measured'],
        [dtype, 256, 'measured'],
        [dtype, 65_536, 'skipped'],
      ]),
    );
    for (const one of all.filter(({ status }) => status === 'measured')) {
      expect(one).toMatchObject({ correct: true, onDevice: true });
    }
    for (const one of all.filter(({ status }) => status === 'skipped')) {
      expect(one['reason']).toMatch(/^needs \d+ MiB of the machine's memory|^would take about/);
    }
    expect(outcome.exitCode).toBe(0);
    const kinds = outcome.report.blocks.map(({ kind }) => kind);
    expect(kinds).toStrictEqual(['headline', 'table', 'list', 'chart', 'details', 'paragraph']);
    // Live: a table that grows under the progress.
    const tables = shown.flatMap((blocks) => blocks.filter(({ kind }) => kind === 'table'));
    expect(tables.length).toBeGreaterThan(4);
    expect(shown.every(([first]) => first?.kind === 'progress')).toBe(true);
  });

  test('a GPU that is not there is bad news, and the CPU is measured all the same', async () => {
    const { outcome } = await run('--sizes 64 --devices gpu:63,cpu --seconds 0.1');
    expect(measurements(outcome).map(({ device, status }) => [device, status])).toContainEqual([
      'cpu',
      'measured',
    ]);
    expect(outcome.report.blocks[0]).toMatchObject({ kind: 'headline', status: 'fail' });
    expect(outcome.exitCode).toBe(1);
  });
});

test('without TensorFlow: the exact line that installs it', async () => {
  const source = `raise ModuleNotFoundError("No module named 'tensorflow'")`;
  const python = join(root, '.venv/bin/python');
  const running = run('--sizes 64', pretend('none', source));
  await expect(running).rejects.toThrow(UndeterminedError);
  await expect(running).rejects.toThrow(`\`${python} -m pip install tensorflow\``);
});

test('a broken TensorFlow: what it said', async () => {
  const running = run(
    '--sizes 64',
    pretend('broken', "raise ImportError('libfoo.so.9: no such file')"),
  );
  await expect(running).rejects.toThrow('ImportError: libfoo.so.9: no such file');
});

test('a death before anything was measured', async () => {
  const { outcome } = await run('--sizes 64', pretend('dead', 'import os; os.abort()'));
  expect(measurements(outcome)).toStrictEqual([]);
  expect(outcome.value['trouble']).toBe('TensorFlow was killed by SIGABRT while starting.');
  expect(outcome.exitCode).toBe(3);
});

test('a recorded machine cannot be measured', async () => {
  await expect(run('--from machine.json')).rejects.toThrow('has no option');
});
