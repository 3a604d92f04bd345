import { expect, test } from 'vitest';

import { helpOf, helpOfAll } from '../../../src/command-model/help.ts';
import { toText } from '../../../src/report/text.ts';
import { plain, sample } from './sample-command.ts';

const style = { width: 80, colour: false };

test('the help of a command', async () => {
  await expect(toText(helpOf(sample), style)).toMatchFileSnapshot('fixtures/help.txt');
});

test('the list of commands', async () => {
  await expect(toText(helpOfAll([sample, plain]), style)).toMatchFileSnapshot(
    'fixtures/help-of-all.txt',
  );
});
