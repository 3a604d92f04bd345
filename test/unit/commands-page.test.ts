import { format } from 'prettier';
import { expect, test } from 'vitest';
import { commandsPage, readSchemas } from '../../setup/commands-page.mjs';
import { commands } from '../../src/commands/index.ts';
import { optionsOf } from '../../src/command-model/common-options.ts';
import { usageOfCommand } from '../../src/command-model/help.ts';
import { ownText } from './source-files.ts';

test('docs/commands.md is what the table of commands says: else `npm run commands`', async () => {
  const page = commandsPage(commands, optionsOf, usageOfCommand, readSchemas());
  const options: object = JSON.parse(ownText('.prettierrc.json'));
  const laidOut = await format(page, { ...options, parser: 'markdown' });
  expect(ownText('docs/commands.md')).toBe(laidOut);
  for (const { name } of commands) expect(laidOut).toContain(`\n## ${name}\n`);
});
