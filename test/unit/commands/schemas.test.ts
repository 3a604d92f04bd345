import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';

import type { Outcome } from '../../../src/command-model/command.ts';
import { helpOfAllOutcome, runWords } from '../../../src/command-model/run.ts';
import { FileError, UndeterminedError } from '../../../src/errors.ts';
import { root } from '../../../src/root.ts';
import { contextFor, plain, sample, withVerbs } from '../command-model/sample-command.ts';

const terminal = contextFor('terminal');

function failing(error: unknown): Promise<Outcome> {
  const command = {
    ...sample,
    async run(): Promise<Outcome> {
      throw error;
    },
  };
  return runWords(command, terminal, ['--verbose']);
}

test.each<[string, string, () => Promise<Outcome>]>([
  ['the list of commands', 'commands', async () => helpOfAllOutcome([sample, plain])],
  ['help', 'help', () => runWords(sample, terminal, ['--help'])],
  ['help of verbs', 'help', () => runWords(withVerbs, terminal, ['--help'])],
  ['help of a verb', 'help', () => runWords(withVerbs, terminal, ['run', '--help'])],
  ['a full disk', 'error', () => failing(new FileError('full'))],
  ['wrong usage', 'error', () => runWords(sample, terminal, ['--no'])],
  ['nothing determined', 'error', () => failing(new UndeterminedError('busy'))],
  ['our failure', 'error', () => failing(new Error('boom'))],
  [
    'an interrupt',
    'error',
    () => runWords(sample, contextFor('terminal', AbortSignal.abort()), []),
  ],
])('%s fits the schema %s', async (_, name, outcome) => {
  const schema: unknown = JSON.parse(
    readFileSync(join(root, `content/schema/${name}.json`), 'utf8'),
  );
  const { value } = await outcome();
  expect(value['schema']).toBe(`tf-gpu-doctor/${name}`);
  const validate = new Ajv({ allErrors: true }).compile(Object(schema));
  validate(value);
  expect(validate.errors).toBeNull();
});
