import { describe, expect, test } from 'vitest';
import { commands } from '../../../src/commands/index.ts';
import { outOfDate } from '../../../src/content/build-notebooks.ts';
import { findingIds } from '../../../src/content/page-ids.ts';
import { findingText } from '../../../src/content/pages.ts';
import { anchorsOf, brokenLinks, documentRows, pages } from './content.ts';

describe.each(pages.map((page) => [page.id, page] as const))('page %s', (id, page) => {
  test('every link leads somewhere', () => {
    expect(brokenLinks(page.body, id, 'guide')).toEqual([]);
  });

  test('anchors are unique, and valid as cell ids', () => {
    const anchors = anchorsOf(page);
    expect(anchors.filter((anchor, at) => anchors.indexOf(anchor) !== at)).toEqual([]);
    expect(anchors.filter((anchor) => !/^[a-z0-9_-]{1,64}$/.test(anchor))).toEqual([]);
  });

  test('every command that it names exists', () => {
    const known = new Set(['script', ...commands.map((command) => command.name)]);
    const named = [
      ...page.parts.flatMap((part) =>
        part.kind === 'cell' ? [...part.source.matchAll(/^%{1,2}([\w-]+)/gm)] : [],
      ),
      ...page.body.matchAll(/`(?:%{1,2}|tf-gpu-doctor )([\w-]+)/g),
    ].map((match) => match[1] ?? '');
    expect(named.filter((name) => !known.has(name))).toEqual([]);
  });

  test('it says with which TensorFlow and Python it was run', () => {
    expect(page.front['run-with']).toMatch(/TensorFlow 2\.\d+\.\d+.*Python 3\.\d+/);
  });
});

test('the order of the pages is without doubt', () => {
  const orders = pages.map((page) => page.front.order);
  expect(new Set(orders).size).toBe(orders.length);
});

test('every link in the pages of the findings leads somewhere', () => {
  const broken = findingIds().flatMap((id) =>
    brokenLinks(findingText(id, pages) ?? '', id, 'findings').map((href) => `${id}: ${href}`),
  );
  expect(broken).toEqual([]);
});

test('the guide leads to every finding, and every finding back to the guide', () => {
  const astray = findingIds().filter((id) => !findingText(id, pages)?.includes('(../guide/'));
  expect(astray).toEqual([]);
});

test('the notebooks are up to date (else: npm run notebooks)', () => {
  expect(outOfDate()).toEqual([]);
});

describe('docs/documents.md', () => {
  const rows = documentRows();
  const followed = pages.flatMap((page) => page.front.follows ?? []);

  test('has a table for each document that the guide follows', () => {
    expect(followed).toHaveLength(5);
    expect([...new Set(rows.map((row) => row.document))].toSorted()).toEqual(followed.toSorted());
  });

  test('every row has a verdict', () => {
    const verdicts = ['right', 'outdated', 'wrong'];
    expect(rows.filter((row) => !verdicts.includes(row.verdict))).toEqual([]);
  });

  test('every row names an anchor that exists', () => {
    const missing = rows.filter((row) => {
      const match = /^\[[^\]]+\]\(\.\.\/content\/guide\/([a-z0-9-]+)\.md#([\w-]+)\)$/.exec(
        row.where,
      );
      const page = pages.find((each) => each.id === match?.[1]);
      return !page || !anchorsOf(page).includes(match?.[2] ?? '');
    });
    expect(missing).toEqual([]);
  });

  test('where it says “cell”, it is a cell', () => {
    const cells = new Set(
      pages.flatMap((page) =>
        page.parts.flatMap((part) => (part.kind === 'cell' ? `${page.id}.md#${part.id}` : [])),
      ),
    );
    const others = rows.filter(
      (row) => row.where.startsWith('[cell]') && !cells.has(row.where.replace(/^.*\/|\)$/g, '')),
    );
    expect(others).toEqual([]);
  });
});
