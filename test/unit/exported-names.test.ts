import { expect, test } from 'vitest';

import { sourceFiles, withoutComments } from './source-files.ts';

/** What the slots of commands and rules are called everywhere. */
const slots = ['run', 'report', 'value', 'check'];

/** The names that a file exports, without those that it only passes on. */
function exportsOf(text: string): string[] {
  const declared = withoutComments(text).matchAll(
    /^export (?:declare )?(?:async )?(?:const|let|function\*?|class|interface|type|enum) (?<name>\w+)/gmu,
  );
  return [...declared].map(({ groups }) => groups?.['name'] ?? '');
}

test('no two exported things have the same name', () => {
  const places = new Map<string, Set<string>>();
  for (const { path, text } of sourceFiles(['kernel', 'src'], ['.ts'])) {
    for (const name of exportsOf(text)) {
      places.set(name, (places.get(name) ?? new Set()).add(path));
    }
  }
  expect(places.size).toBeGreaterThan(200);
  const twice = [...places]
    .filter(([name, paths]) => paths.size > 1 && !slots.includes(name))
    .map(([name, paths]) => `${name}: ${[...paths].join(', ')}`);
  expect(twice).toEqual([]);
});
