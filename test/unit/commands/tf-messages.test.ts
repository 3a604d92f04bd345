import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import type { Context, TfMessagesMode } from '../../../src/command-model/command.ts';
import { complete } from '../../../src/command-model/complete.ts';
import { runWords } from '../../../src/command-model/run.ts';
import { tfMessages } from '../../../src/commands/tf-messages/index.ts';
import { toText } from '../../../src/report/text.ts';
import { root } from '../../../src/root.ts';
import { contextFor } from '../command-model/sample-command.ts';

function notebook(): Context {
  let chosen: TfMessagesMode = 'on';
  return {
    ...contextFor('notebook'),
    tfMessages: {
      mode: () => chosen,
      setMode: (mode) => {
        chosen = mode;
      },
    },
  };
}

test.each<[string[], string]>([
  [
    [],
    `✔ tf-messages is on.

TensorFlow's messages are shown as they come. When they say that no GPU will be used, a note under the cell says why, once for each cause.`,
  ],
  [
    ['off'],
    `✔ tf-messages is off.

TensorFlow's messages are shown as they come, and nothing is said about them.`,
  ],
  [
    ['fold'],
    `✔ tf-messages is fold.

Harmless messages of TensorFlow are shown as one line that unfolds. When others say that no GPU will be used, a note under the cell says why.`,
  ],
])('%j is answered in these words, and its JSON fits the schema', async (words, answer) => {
  const outcome = await runWords(tfMessages, notebook(), words);
  expect(toText(outcome.report, { width: 200, colour: false })).toBe(answer);
  const file = join(root, 'content/schema/tf-messages.json');
  const schema: unknown = JSON.parse(readFileSync(file, 'utf8'));
  const validate = new Ajv({ allErrors: true }).compile(Object(schema));
  validate(outcome.value);
  expect(validate.errors).toBeNull();
  expect(validate({ ...outcome.value, mode: 'loud' })).toBe(false);
});

test('what was chosen stays', async () => {
  const context = notebook();
  await runWords(tfMessages, context, ['fold']);
  expect((await runWords(tfMessages, context, [])).value['mode']).toBe('fold');
});

test('a wrong word names the right one and changes nothing', async () => {
  const context = notebook();
  const outcome = await runWords(tfMessages, context, ['flod']);
  expect([outcome.exitCode, outcome.value['message']]).toEqual([
    2,
    expect.stringContaining('`fold`'),
  ]);
  expect(context.tfMessages?.mode()).toBe('on');
});

test.each([
  ['%tf-m', ['%tf-messages']],
  ['%tf-messages o', ['on', 'off']],
  ['%tf-messages f', ['fold']],
])('Tab after `%s` offers %j', (line, matches) => {
  expect(complete([tfMessages], line, line.length).matches).toEqual(matches);
});
