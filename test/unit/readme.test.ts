import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

import { commands } from '../../src/commands/index.ts';
import { root } from '../../src/root.ts';
import { driverPackages } from '../../src/remedies/driver-packages.ts';
import { ownText } from './source-files.ts';

const readme = ownText('README.md');
const changelog = ownText('CHANGELOG.md');

/** The code between backticks. */
function named(text: string): string[] {
  return [...text.matchAll(/`(?<name>[a-z-]+)`/gu)]
    .map(({ groups }) => groups?.['name'] ?? '')
    .toSorted();
}

/** The commands that notebooks have, or those that they have not. */
function having(isInNotebooks: boolean): string[] {
  return commands
    .filter(({ interfaces }) => interfaces.includes('notebook') === isInNotebooks)
    .map(({ name }) => name)
    .toSorted();
}

describe('README.md', () => {
  test('links to files that are there', () => {
    const links = [...readme.matchAll(/\]\((?<href>[^)\s]+)\)/gu)].map(
      ({ groups }) => groups?.['href'] ?? '',
    );
    const files = links.filter((href) => !href.startsWith('http'));
    expect(files.length).toBeGreaterThan(5);
    expect(files.filter((href) => !existsSync(join(root, href)))).toEqual([]);
  });

  test('its table shows magics that notebooks have', () => {
    const magics = [...readme.matchAll(/^\| `%{1,2}(?<name>[a-z-]+)`/gmu)].map(
      ({ groups }) => groups?.['name'] ?? '',
    );
    const inNotebooks = commands.filter(({ interfaces }) => interfaces.includes('notebook'));
    const names = new Set(inNotebooks.map(({ name }) => name));
    expect(magics.length).toBeGreaterThan(5);
    expect(magics.filter((name) => !names.has(name))).toEqual([]);
  });

  test('asks for the Node.js that package.json asks for', () => {
    const [, least] = /"node": ">=(\d+)"/u.exec(ownText('package.json')) ?? [];
    expect(readme).toContain(`Node.js](https://nodejs.org) ${least} or newer`);
  });
});

describe('CHANGELOG.md', () => {
  test('names every command, and where it is', () => {
    const [line = ''] = changelog.match(/^- The commands .*$/mu) ?? [];
    const [both = '', terminal = ''] = line.split('in notebooks and in a terminal;');
    expect(named(both)).toEqual(having(true));
    expect(named(terminal)).toEqual(having(false));
  });

  test('counts the Linux families whose driver can be installed', () => {
    expect(changelog).toContain(
      `the driver of ${Object.keys(driverPackages).length} Linux families`,
    );
  });
});

function foldersIn(path: string): string[] {
  return readdirSync(join(root, path), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .toSorted();
}

test('the tree in CONTRIBUTING.md has every folder of src/ and test/, and no other', () => {
  const text = ownText('CONTRIBUTING.md');
  const inSrc = [...text.matchAll(/^src\/(?<name>[a-z-]+)\/ /gmu)].map(
    ({ groups }) => groups?.['name'] ?? '',
  );
  expect(inSrc.toSorted()).toEqual(foldersIn('src'));
  const tests = /^test\/ +(?<list>.*)$/mu.exec(text)?.groups?.['list'] ?? '';
  const inTest = [...tests.matchAll(/(?<name>[a-z]+)\//gu)].map(
    ({ groups }) => groups?.['name'] ?? '',
  );
  expect(inTest.toSorted()).toEqual(foldersIn('test'));
});
