import { expect, test } from 'vitest';

import { helpOf, helpOfAll } from '../../../src/command-model/help.ts';
import { toText } from '../../../src/report/text.ts';
import { plain, sample, withVerbs } from './sample-command.ts';

const style = { width: 80, colour: false };

test('the help of a command', async () => {
  await expect(toText(helpOf(sample, 'terminal'), style)).toMatchFileSnapshot('fixtures/help.txt');
});

test.each(['terminal', 'notebook'] as const)(
  'the help of a command with verbs in a %s',
  async (ui) => {
    await expect(toText(helpOf(withVerbs, ui), style)).toMatchFileSnapshot(
      `fixtures/help-with-verbs-${ui}.txt`,
    );
  },
);

test('the help of a verb', async () => {
  await expect(toText(helpOf(withVerbs, 'notebook', 'start'), style)).toMatchFileSnapshot(
    'fixtures/help-of-verb.txt',
  );
});

test('the list of commands', async () => {
  await expect(toText(helpOfAll([sample, plain]), style)).toMatchFileSnapshot(
    'fixtures/help-of-all.txt',
  );
});
