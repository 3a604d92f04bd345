import { describe, expect, test } from 'vitest';
import { optionsOf } from '../../../src/command-model/common-options.ts';
import { parseArguments, splitWords } from '../../../src/command-model/parse.ts';
import { requireCall, verbNames } from '../../../src/command-model/verbs.ts';
import { commands } from '../../../src/commands/index.ts';

describe.each(commands.map((command) => [command.name, command] as const))('%s', (_, command) => {
  const calls = command.verbs
    ? verbNames(command).map((verb) => requireCall(command, verb))
    : [requireCall(command, undefined)];

  test('its summaries are sentences that begin with a verb', () => {
    for (const { summary } of [command, ...calls.map(({ action }) => action)]) {
      expect(summary).toMatch(/^[A-Z][a-z]+[a-rt-z],? .*\.$/);
    }
  });

  test('no option is described twice', () => {
    for (const { action } of calls) {
      const names = optionsOf(action).map(({ name }) => name);
      expect(new Set(names).size).toBe(names.length);
    }
  });

  test('its examples can be typed', () => {
    expect(command.examples.length).toBeGreaterThan(0);
    for (const line of command.examples) {
      const [name, ...words] = splitWords(line);
      const found = commands.filter((one) => one.name === name);
      expect(found.map((one) => parseArguments(one, words).call.command.name)).toEqual([name]);
    }
  });
});
