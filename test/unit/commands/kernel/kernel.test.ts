import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Context, Outcome } from '../../../../src/command-model/command.ts';
import { kernel } from '../../../../src/commands/kernel/index.ts';
import { runWords } from '../../../../src/command-model/run.ts';
import { root } from '../../../../src/root.ts';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'kernel-command-'));
});
afterEach(() => rm(home, { recursive: true }));

function run(...words: string[]): Promise<Outcome> {
  const context: Context = {
    ui: 'terminal',
    environment: { HOME: home, XDG_DATA_HOME: join(home, 'data'), PATH: process.env['PATH'] },
    cwd: home,
    signal: new AbortController().signal,
    show: () => undefined,
  };
  return runWords(kernel, context, words);
}

function firstLine({ report }: Outcome): string {
  const [block] = report.blocks;
  return block?.kind === 'headline' ? block.text : '';
}

test('what it prints as JSON keeps to its schema', async () => {
  const schema: object = JSON.parse(
    await readFile(join(root, 'content/schema/kernels.json'), 'utf8'),
  );
  const validate = new Ajv().compile(schema);
  for (const action of ['install', 'list', 'uninstall']) {
    const { value } = await run(action, ...(action === 'list' ? [] : ['--prefix', 'env']));
    expect([action, validate(value), validate.errors]).toEqual([action, true, null]);
  }
});

test('installs into the folder named, relative to where one is, and takes it away again', async () => {
  expect(firstLine(await run('install', '--prefix', 'env'))).toContain(
    join(home, 'env/share/jupyter/kernels/tf-gpu-doctor'),
  );
  expect(firstLine(await run('uninstall', '--prefix', 'env'))).toContain('was removed');
  expect(firstLine(await run('uninstall', '--prefix', 'env'))).toContain('Nothing was changed');
});

test.each([
  [[], '`kernel` takes `install`, `uninstall` or `list` after it.'],
  [['instal'], 'not `instal`. Did you mean `install`?'],
  [['install', 'now'], '`kernel install` takes no words after it'],
  [['list', '--user'], 'It belongs to `kernel install`, `kernel uninstall`.'],
  [['install', '--user', '--prefix', 'x'], 'Only one of'],
  [['install', '--sys-prefix'], 'No environment is active'],
  [['install', '--python', '/no/python'], '/no/python cannot be used as a Python'],
])('%j is wrong usage', async (words, sentence) => {
  const outcome = await run(...words);
  expect(outcome.exitCode).toBe(2);
  expect(firstLine(outcome)).toContain(sentence);
});
