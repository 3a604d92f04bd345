import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { root } from '../../src/root.ts';
import { ownText } from './source-files.ts';

const names = v.optional(v.record(v.string(), v.string()), {});
const packageFile = v.object({
  dependencies: names,
  devDependencies: names,
  scripts: names,
});
const ours = v.parse(packageFile, JSON.parse(ownText('package.json')));

/** The first cells of all rows of a document's tables that are code. */
function codeInFirstCells(text: string): string[] {
  return [...text.matchAll(/^\| `(?<code>[^`]+)` +\|/gmu)].map(
    ({ groups }) => groups?.['code'] ?? '',
  );
}

describe('docs/dependencies.md', () => {
  const text = ownText('docs/dependencies.md');

  test('gives the reason of each dependency, and of nothing else', () => {
    const python = ownText('setup/requirements.txt').match(/^[a-z]+/gmu) ?? [];
    const all = [
      ...Object.keys(ours.dependencies),
      ...Object.keys(ours.devDependencies),
      ...python,
    ];
    expect(codeInFirstCells(text).toSorted()).toEqual(all.toSorted());
  });

  test('names what the tests need of Python', () => {
    const lines = ownText('setup/requirements-test.txt').match(/^[a-z_]+/gmu) ?? [];
    expect(lines.length).toBeGreaterThan(1);
    expect(lines.filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
  });
});

describe('SECURITY.md', () => {
  const rows = ownText('SECURITY.md')
    .split('\n')
    .filter((line) => /^\| [A-Z`]/u.test(line));

  test('names a test for each sentence, and every test is there', () => {
    expect(rows.length).toBeGreaterThan(20);
    const tests = rows.map((row) => row.match(/test\/[\w/-]+\.test\.ts/gu) ?? []);
    expect(rows.filter((_, at) => tests[at]?.length === 0)).toEqual([]);
    expect(tests.flat().filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});

describe('CONTRIBUTING.md', () => {
  const text = ownText('CONTRIBUTING.md');

  test('names only scripts of package.json', () => {
    const named = [...text.matchAll(/npm run (?<name>[a-z:]+)/gu)].map(
      ({ groups }) => groups?.['name'] ?? '',
    );
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((name) => !(name in ours.scripts))).toEqual([]);
  });

  test('names only files and folders that are there', () => {
    const tree = /```\n(?<tree>kernel\/[^]*?)```/u.exec(text)?.groups?.['tree'] ?? '';
    const named = tree.split('\n').flatMap((line) => /^[\w/.-]+/u.exec(line) ?? []);
    expect(named.length).toBeGreaterThan(15);
    const inText = [
      ...text.matchAll(/`(?<path>(?:src|kernel|test|content|setup|docs)\/[\w/.-]+)`/gu),
    ];
    const paths = [...named, ...inText.map(({ groups }) => groups?.['path'] ?? '')];
    expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  test('says the truth about adding a finding: three files and one line', () => {
    const id = 'cudnn-missing';
    expect(text).toContain('three files and one line');
    for (const path of [
      `src/diagnose/rules/${id}.ts`,
      `content/findings/${id}.md`,
      `test/machines/${id}.json`,
    ]) {
      expect(ownText(path).length).toBeGreaterThan(100);
    }
    const lines = ownText('src/diagnose/rules/index.ts').split('\n');
    const place = lines.filter((line) => /^ {2}cudnnMissing,/u.test(line));
    expect(place).toHaveLength(1);
  });
});
