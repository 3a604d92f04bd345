import { describe, expect, test } from 'vitest';

import { importsOf, sourceFiles, withoutComments } from './source-files.ts';

/** Arrows point down only: a room imports from its own level or from one below. */
const levels: readonly (readonly string[])[] = [
  ['kernel', 'src/cli'],
  ['src/commands'],
  [
    'src/report',
    'src/diagnose',
    'src/explain',
    'src/trial',
    'src/bench',
    'src/lab',
    'src/guide',
    'src/jupyter',
  ],
  ['src/facts', 'src/knowledge'],
  ['src/collect'],
  ['src'],
];
const rooms = levels.flat();
/** The files in which the process's own things are touched. */
const doors = ['kernel/main.ts', 'src/cli/main.ts'];

const files = sourceFiles(['kernel', 'src'], ['.ts']);
const everything = sourceFiles(
  ['kernel', 'src', 'setup', 'test'],
  ['.ts', '.mjs', '.py', '.c', '.h'],
);
const ours = files.flatMap((file) => importsOf(file).map((one) => ({ from: file.path, ...one })));

function roomOf(path: string): string | undefined {
  return rooms.find((room) => path.startsWith(`${room}/`));
}

function levelOf(path: string): number {
  return levels.findIndex((level) => level.includes(roomOf(path) ?? ''));
}

const local = ours.filter(({ what }) => roomOf(what) !== undefined);

test('there is something to look at', () => {
  expect(files.length).toBeGreaterThan(50);
  expect(local.length).toBeGreaterThan(100);
});

test('every folder of src is a room', () => {
  const strangers = files.filter(
    ({ path }) => roomOf(path) === 'src' && path.split('/').length > 2,
  );
  expect(strangers.map(({ path }) => path)).toEqual([]);
});

test('imports point down only', () => {
  const upwards = local.filter(({ from, what }) => levelOf(what) < levelOf(from));
  expect(upwards.map(({ from, what }) => `${from} → ${what}`)).toEqual([]);
});

test('src does not know the kernel, and the doors do not know each other', () => {
  const wrong = ours.filter(
    ({ from, what }) =>
      (what.startsWith('kernel/') && !from.startsWith('kernel/')) ||
      (what.startsWith('src/cli/') && !from.startsWith('src/cli/')),
  );
  expect(wrong).toEqual([]);
});

test('of two rooms on one level only one imports code of the other', () => {
  const arrows = new Set(
    local
      .filter(({ how }) => how !== 'type')
      .map(({ from, what }) => [roomOf(from), roomOf(what)] as const)
      .filter(([from, to]) => from !== to)
      .map(([from, to]) => `${from} → ${to}`),
  );
  const mutual = [...arrows].filter((arrow) =>
    arrows.has(arrow.split(' → ').toReversed().join(' → ')),
  );
  expect(mutual).toEqual([]);
});

describe('a library is imported in one place', () => {
  test.each([
    ['execa', 'src/process/start-process.ts'],
    ['zeromq', 'kernel/wire/'],
    ['markdown-it', 'src/guide/'],
    ['@jupyterlab/services', 'src/jupyter/'],
  ])('%s in %s', (library, place) => {
    const elsewhere = ours.filter(
      ({ from, what, how }) =>
        (what === library || what.startsWith(`${library}/`)) &&
        how !== 'type' &&
        !from.startsWith(place),
    );
    expect(elsewhere).toEqual([]);
  });

  test('@jupyterlab/services only when it is needed: loading it takes long', () => {
    const early = ours.filter(
      ({ what, how }) => what.startsWith('@jupyterlab/services') && how === 'static',
    );
    expect(early).toEqual([]);
  });
});

test('loading the table of commands loads no big library', () => {
  const seen = new Set(['src/commands/index.ts']);
  for (const path of seen) {
    const next = ours.filter(({ from, how }) => from === path && how === 'static');
    next.forEach(({ what }) => seen.add(what));
  }
  expect(seen.size).toBeGreaterThan(3);
  const small = ['leven', 'valibot'];
  const libraries = [...seen].filter((what) => !/^(?:src\/|node:)/u.test(what));
  expect(libraries.filter((library) => !small.includes(library))).toEqual([]);
});

test('facts, rules and explanations are pure: no module of node', () => {
  const pure = ['src/facts', 'src/diagnose', 'src/explain'];
  const impure = ours.filter(
    ({ from, what, how }) =>
      how !== 'type' && pure.includes(roomOf(from) ?? '') && what.startsWith('node:'),
  );
  expect(impure).toEqual([]);
});

test('the process and the console are touched in the doors only', () => {
  const touching = files.filter(
    ({ path, text }) =>
      !doors.includes(path) &&
      /\bprocess\.(?:exit|env|stdout|stderr)\b|\bconsole\.\w|\{[^}]*\b(?:env|exit)\b[^}]*\} from 'node:process'/u.test(
        withoutComments(text),
      ),
  );
  expect(touching.map(({ path }) => path)).toEqual([]);
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
