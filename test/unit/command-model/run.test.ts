import { describe, expect, test } from 'vitest';

import type { PlainCommand } from '../../../src/command-model/command.ts';
import { runWords } from '../../../src/command-model/run.ts';
import { FileError, UndeterminedError, UsageError } from '../../../src/errors.ts';
import { toText } from '../../../src/report/text.ts';
import { contextFor, done, plain, sample, withVerbs } from './sample-command.ts';

const context = contextFor('terminal');

function throwing(error: unknown): PlainCommand {
  return {
    ...sample,
    async run() {
      throw error;
    },
  };
}

describe('what a command throws becomes an outcome', () => {
  test.each([
    [new UsageError('Bad file.'), 2, 'usage', 'Bad file.'],
    [new UndeterminedError('Python is busy.'), 3, 'undetermined', 'Python is busy.'],
    [new TypeError('x is not a function'), 4, 'internal', 'x is not a function'],
    ['a string', 4, 'internal', 'something was thrown that is not an error (string)'],
  ])('%s', async (error, exitCode, kind, message) => {
    const outcome = await runWords(throwing(error), context, []);
    expect(outcome.exitCode).toBe(exitCode);
    expect(outcome.value).toMatchObject({
      schema: 'tf-gpu-doctor/error',
      version: 1,
      kind,
      message,
      command: 'matmul-bench',
    });
    expect(outcome.value).not.toHaveProperty('stack');
    expect(toText(outcome.report, { width: 200, colour: false })).toContain(message);
  });

  test('also what is thrown before there is a promise', async () => {
    const command: PlainCommand = {
      ...sample,
      run() {
        throw new UsageError('At once.');
      },
    };
    expect((await runWords(command, context, [])).exitCode).toBe(2);
  });
});

test('wrong usage shows how it is written, in the words of the interface', async () => {
  const terminal = await runWords(sample, context, ['--statik']);
  expect(terminal.exitCode).toBe(2);
  expect(terminal.value['usage']).toBe('tf-gpu-doctor matmul-bench [options] [ID]');
  const notebook = await runWords(sample, contextFor('notebook'), ['--statik']);
  expect(notebook.value['usage']).toBe('%%matmul-bench [options] [ID]');
});

test('the stack, with those of its causes, comes with --verbose only', async () => {
  const error = new Error('outer', { cause: new Error('inner') });
  const outcome = await runWords(throwing(error), context, ['--verbose']);
  expect(outcome.value['stack']).toMatch(/outer[^]*Caused by: Error: inner/u);
  const quiet = await runWords(throwing(error), context, []);
  expect(toText(quiet.report, { width: 200, colour: false })).not.toContain('inner');
});

test('an interrupt is said as such, whatever was thrown', async () => {
  const interrupt = new AbortController();
  const command: PlainCommand = {
    ...sample,
    run() {
      interrupt.abort();
      return Promise.reject(new Error('socket closed'));
    },
  };
  const outcome = await runWords(command, contextFor('terminal', interrupt.signal), []);
  expect(outcome).toMatchObject({ exitCode: 3, value: { kind: 'interrupted' } });
});

test('a command is not begun when it was interrupted before', async () => {
  const outcome = await runWords(sample, contextFor('terminal', AbortSignal.abort()), []);
  expect(outcome.value['kind']).toBe('interrupted');
});

test('what a command answers is passed on', async () => {
  expect(await runWords(sample, context, [])).toEqual({ ...done, json: false });
});

test('what names a person or a machine is taken out, unless --raw', async () => {
  const value = { schema: 'tf-gpu-doctor/sample', version: 1, path: '/home/ada/venv' };
  const telling = { ...sample, run: () => Promise.resolve({ ...done, value }) };
  expect((await runWords(telling, context, [])).value['path']).toBe('/home/<user-1>/venv');
  expect((await runWords(telling, context, ['--raw'])).value).toEqual(value);
});

test('what a command says is all its own is not touched', async () => {
  const value = { schema: 'tf-gpu-doctor/sample', version: 1, path: '/home/ada/venv' };
  const own = { ...sample, run: () => Promise.resolve({ ...done, value, redact: false as const }) };
  expect((await runWords(own, context, [])).value).toEqual(value);
});

test.each([
  [['--json'], true],
  [['--static'], false],
  [['--', '--json'], false],
  [['--statik', '--json'], true],
])(
  'whether JSON was asked for comes from the words as they were parsed: %j',
  async (words, json) => {
    expect((await runWords(sample, context, words)).json).toBe(json);
  },
);

test('--help does not run the command', async () => {
  const outcome = await runWords(throwing(new Error('ran')), context, ['--help']);
  expect(outcome).toMatchObject({ exitCode: 0, value: { schema: 'tf-gpu-doctor/help' } });
});

test.each([
  [['start', '--help'], 'start'],
  [['--help', 'start'], 'start'],
  [['strat', '--help'], undefined],
  [['--help'], undefined],
])('help is given whatever else is wrong with the words: %j', async (words, verb) => {
  const { exitCode, value } = await runWords(withVerbs, context, words);
  expect([exitCode, value['schema'], value['verb']]).toEqual([0, 'tf-gpu-doctor/help', verb]);
});

test('a verb of the other interface says where it works', async () => {
  const outcome = await runWords(withVerbs, context, ['start', 'first']);
  expect(outcome.exitCode).toBe(2);
  expect(outcome.value['message']).toBe(
    '`lab start` works in a notebook only. There, write `%lab start [options] NAME`.',
  );
  expect(outcome.value['usage']).toBe('%lab start [options] NAME');
});

test('a file that cannot be written is no wrong usage', async () => {
  const full = throwing(new FileError('r.html could not be written: the disk is full.'));
  const outcome = await runWords(full, context, []);
  expect(outcome).toMatchObject({ exitCode: 3, value: { kind: 'file' } });
  expect(toText(outcome.report, { width: 200, colour: false })).not.toContain('Usage');
});

test('a command of the other interface says where it works', async () => {
  const outcome = await runWords(plain, contextFor('notebook'), []);
  expect(outcome.exitCode).toBe(2);
  expect(outcome.value['message']).toBe(
    '`kernel` works in a terminal only. There, write `tf-gpu-doctor kernel [options]`.',
  );
});
