import { describe, expect, test } from 'vitest';

import { allowedBy, readLibraries, readModules } from './architecture-table.ts';
import { importsOf, ownText, sourceFiles, withoutComments } from './source-files.ts';

const document = ownText('docs/architecture.md');
const { modules, common } = readModules(document);
const libraries = readLibraries(document);
/** The files in which the process's own things are touched. */
const programs = [
  'kernel/main.ts',
  'kernel/extension/main.ts',
  'src/cli/main.ts',
  'src/content/build-notebooks.ts',
  'src/lab/ship-stubs.ts',
];

const files = sourceFiles(['kernel', 'src'], ['.ts']);
const everything = sourceFiles(
  ['kernel', 'src', 'setup', 'test'],
  ['.ts', '.mjs', '.py', '.c', '.h'],
);
const imports = files.flatMap((file) =>
  importsOf(file).map((one) => ({ from: file.path, ...one })),
);

function isPure(path: string): boolean {
  return modules.some(({ folder, pure }) => pure && path.startsWith(`${folder}/`));
}

test('there is something to look at', () => {
  expect(files.length).toBeGreaterThan(50);
  expect(imports.length).toBeGreaterThan(100);
  expect(modules.length).toBeGreaterThan(15);
  expect(libraries.length).toBeGreaterThan(2);
});

test('the table has every folder with code, and no other', () => {
  const folders = new Set(
    files
      .map(
        ({ path }) =>
          /^(?:kernel(?:\/[^/]+(?=\/))?|src\/commands(?=\/[^/]+$)|src\/commands\/|src\/[^/]+(?=\/))/u.exec(
            path,
          )?.[0],
      )
      .filter((folder) => folder !== undefined)
      .map((folder) => (folder === 'src/commands/' ? 'src/commands/*' : folder)),
  );
  expect(modules.map(({ folder }) => folder).toSorted()).toEqual([...folders].toSorted());
  const unknown = modules.flatMap(({ allowed }) =>
    allowed.map(({ folder }) => folder).filter((folder) => !folders.has(folder)),
  );
  expect(unknown).toEqual([]);
});

test('every import of our own files is one that the table of docs/architecture.md allows', () => {
  const forbidden = imports.filter((one) => !allowedBy(modules, common, one));
  expect(forbidden.map(({ from, what, how }) => `${from} → ${what} (${how})`)).toEqual([]);
});

test('no command diagnoses by itself: src/check does, so two answers cannot contradict each other', () => {
  const own = imports.filter(
    ({ from, what, how }) =>
      /^(?:src\/(?:commands|fix|performance)|kernel)\//u.test(from) &&
      ['src/diagnose/diagnose.ts', 'src/diagnose/fits.ts'].includes(what) &&
      how !== 'type',
  );
  expect(own.map(({ from, what }) => `${from} → ${what}`)).toEqual([]);
});

test('a pure module uses no module of node, and no code of a module that is not pure', () => {
  const impure = imports.filter(
    ({ from, what, how }) =>
      isPure(from) &&
      (what.startsWith('node:') ||
        (how !== 'type' && what.startsWith('src/') && !isPure(what) && !common.includes(what))),
  );
  expect(impure.map(({ from, what }) => `${from} → ${what}`)).toEqual([]);
  expect(imports.filter(({ from }) => common.includes(from))).toEqual([]);
});

describe('a library is imported in one place', () => {
  test.each(libraries)('$library in $place', ({ library, place }) => {
    const users = imports.filter(({ what }) => what === library || what.startsWith(`${library}/`));
    expect(users.length).toBeGreaterThan(0);
    const elsewhere = users.filter(({ from }) => !from.startsWith(`${place}/`));
    expect(elsewhere.map(({ from }) => from)).toEqual([]);
  });

  test('@jupyterlab/services only when it is needed: loading it takes long', () => {
    // The one file that imports it is itself imported late.
    const services = 'src/jupyter/services.ts';
    const early = imports.filter(
      ({ from, what, how }) =>
        how === 'static' &&
        (what === services || (what.startsWith('@jupyterlab/services') && from !== services)),
    );
    expect(early).toEqual([]);
    expect(imports.some(({ what, how }) => what === services && how !== 'static')).toBe(true);
  });
});

test('loading the table of commands loads no big library', () => {
  const seen = new Set(['src/commands/index.ts']);
  for (const path of seen) {
    const next = imports.filter(({ from, how }) => from === path && how === 'static');
    next.forEach(({ what }) => seen.add(what));
  }
  expect(seen.size).toBeGreaterThan(3);
  const small = ['leven', 'valibot'];
  const loaded = [...seen].filter((what) => !/^(?:src\/|node:)/u.test(what));
  expect(loaded.filter((library) => !small.includes(library))).toEqual([]);
});

test('the process and the console are touched by the programs only', () => {
  const touching = files.filter(
    ({ path, text }) =>
      !programs.includes(path) &&
      /\bprocess\.(?:exit|env|stdout|stderr)\b|\bconsole\.\w|\{[^}]*\b(?:env|exit)\b[^}]*\} from 'node:process'/u.test(
        withoutComments(text),
      ),
  );
  expect(touching.map(({ path }) => path)).toEqual([]);
  for (const program of programs) expect(document).toContain(`\`${program}\``);
});

test('no file is longer than 300 lines, and half of them have at most 80', () => {
  const lengths = everything.map(({ path, text }) => ({
    path,
    lines: text.split('\n').length - 1,
  }));
  expect(lengths.filter(({ lines }) => lines > 300)).toEqual([]);
  const sorted = lengths
    .filter(({ path }) => /^(?:src|kernel)\//u.test(path))
    .map(({ lines }) => lines)
    .toSorted((a, b) => a - b);
  expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThanOrEqual(80);
});

test('file names are in kebab-case', () => {
  const odd = everything.filter(
    ({ path }) =>
      /\.(?:ts|mjs)$/u.test(path) && !/^[a-z0-9.-]+$/u.test(path.split('/').at(-1) ?? ''),
  );
  expect(odd.map(({ path }) => path)).toEqual([]);
});

describe('what counts as an import', () => {
  test.each([
    ["import { a } from './b.ts';", [{ what: 'src/x/b.ts', how: 'static' }]],
    ["import {\n  a,\n  b,\n} from '../y/c.ts';", [{ what: 'src/y/c.ts', how: 'static' }]],
    ["import type { A } from 'execa';", [{ what: 'execa', how: 'type' }]],
    ["export * from './b.ts';", [{ what: 'src/x/b.ts', how: 'static' }]],
    ["import 'node:fs';", [{ what: 'node:fs', how: 'static' }]],
    ["const a = await import('zeromq');", [{ what: 'zeromq', how: 'dynamic' }]],
    ["type A = typeof import('zeromq');", [{ what: 'zeromq', how: 'type' }]],
    ["// import { a } from 'execa';", []],
    ["/*\nimport { a } from 'execa';\n*/", []],
  ])('%j', (text, expected) => {
    expect(importsOf({ path: 'src/x/a.ts', text })).toEqual(expected);
  });
});

describe('what the table allows', () => {
  const table = readModules(
    [
      'Every module may also import `src/errors.ts`, which imports nothing.',
      '| module | its task | may import | pure |',
      '| --- | --- | --- | --- |',
      '| `kernel` | t | `report`, types of `check` | |',
      '| `check` | t | `report` | |',
      '| `report` | t | types of `check` | yes |',
      '| `commands/*` | t | every module below, no other command | |',
      '| `guide` | t | | yes |',
    ].join('\n'),
  );
  test.each([
    ['kernel/a.ts', 'src/report/b.ts', 'static', true],
    ['kernel/a.ts', 'src/check/b.ts', 'type', true],
    ['kernel/a.ts', 'src/check/b.ts', 'static', false],
    ['kernel/a.ts', 'src/check/b.ts', 'dynamic', false],
    ['src/report/a.ts', 'src/report/text/b.ts', 'static', true],
    ['src/report/a.ts', 'kernel/b.ts', 'type', false],
    ['src/commands/x/a.ts', 'src/guide/b.ts', 'static', true],
    ['src/commands/x/a.ts', 'src/report/b.ts', 'static', false],
    ['src/commands/x/a.ts', 'src/commands/x/b.ts', 'static', true],
    ['src/commands/x/a.ts', 'src/commands/y/b.ts', 'type', false],
    ['src/guide/a.ts', 'src/errors.ts', 'static', true],
    ['src/guide/a.ts', 'src/root.ts', 'static', false],
    ['src/check/a.ts', 'src/root.ts', 'static', true],
    ['src/guide/a.ts', 'valibot', 'static', true],
  ] as const)('%s → %s (%s): %s', (from, what, how, expected) => {
    expect(allowedBy(table.modules, table.common, { from, what, how })).toBe(expected);
  });
});
