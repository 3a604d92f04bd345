import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseArguments, splitWords } from '../../../src/command-model/parse.ts';
import { commands } from '../../../src/commands/index.ts';
import { root } from '../../../src/root.ts';

const documents = [
  'README.md',
  ...['docs', 'content/guide', 'content/findings', 'content/scenarios', 'notebooks'].flatMap(
    (folder) => readdirSync(join(root, folder)).map((name) => `${folder}/${name}`),
  ),
]
  .filter((path) => /\.(?:md|ipynb|json)$/u.test(path))
  // Made from the table of commands, it shows how they are written: `[options] [FILE]`.
  .filter((path) => path !== 'docs/commands.md');

interface Line {
  readonly path: string;
  readonly ui: 'notebook' | 'terminal';
  readonly name: string;
  readonly rest: string;
}

/** Lines of code and code between backticks that call a command of ours. */
function linesIn(path: string): Line[] {
  const text = readFileSync(join(root, path), 'utf8')
    .replaceAll(String.raw`\n`, '\n')
    .replaceAll('\\"', '"');
  const calls = text.matchAll(
    /(?:^|[`"=]\s*)(?<before>%%?|(?:npx )?tf-gpu-doctor )(?<name>[a-z]+(?:-[a-z]+)*)(?<rest>(?: [^`\n#|>]*)?)/gmu,
  );
  return [...calls].map(({ groups }) => ({
    path,
    ui: groups?.['before']?.startsWith('%') ? ('notebook' as const) : ('terminal' as const),
    name: groups?.['name'] ?? '',
    rest: (groups?.['rest'] ?? '').replace(/[",\s]*$/u, ''),
  }));
}

const lines = documents.flatMap((path) => linesIn(path));

test('there are lines to look at', () => {
  expect(lines.length).toBeGreaterThan(50);
});

test('every line of ours that a document shows can be typed: the options exist, and the verbs', () => {
  const wrong = lines.flatMap(({ path, ui, name, rest }) => {
    const command = commands.find((one) => one.name === name);
    // Other magics are IPython's; `tf-gpu-doctor help` is a word of the terminal's own.
    if (command === undefined) {
      return ui === 'notebook' || name === 'help' ? [] : [`${path}: there is no ${name}`];
    }
    try {
      parseArguments(command, splitWords(rest));
      return [];
    } catch (error) {
      return [`${path}: ${name}${rest}: ${error instanceof Error ? error.message : ''}`];
    }
  });
  expect(wrong).toEqual([]);
});
