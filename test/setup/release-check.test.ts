import { expect, test } from 'vitest';
import { versionProblems } from '../../setup/release-check.mjs';

const ready = {
  lock: '1.2.0',
  citation: 'title: x\nversion: 1.2.0\n',
  cite: 'version = {1.2.0},',
  changelog: '# Changelog\n\n## Unreleased\n\n## 1.2.0\n\n### Added\n\n- A line\n',
};

test('a release whose files agree has no problem', () => {
  expect(versionProblems('1.2.0', ready)).toEqual([]);
});

test.each([
  [{ lock: '1.1.0' }, 'package-lock.json'],
  [{ citation: 'version: 1.1.0\n' }, 'CITATION.cff'],
  [{ cite: 'version = {1.1.0},' }, 'docs/cite.md'],
  [{ changelog: '## Unreleased\n\n### Added\n\n- Forgotten\n\n## 1.2.0\n' }, 'Unreleased'],
  [{ changelog: '## Unreleased\n' }, 'has no 1.2.0'],
])('a file that does not agree is named: %o', (changed, named) => {
  expect(versionProblems('1.2.0', { ...ready, ...changed }).join('\n')).toContain(named);
});
