import { expect, test } from 'vitest';
import { hrefsIn, targetOf } from '../../../src/guide/links.ts';

test.each([
  ['memory.md', 'guide', { kind: 'page', id: 'memory' }],
  ['memory.md#let-it-grow', 'guide', { kind: 'page', id: 'memory', anchor: 'let-it-grow' }],
  ['#here', 'guide', { kind: 'page', id: 'start', anchor: 'here' }],
  ['../findings/gpu-oom.md', 'guide', { kind: 'finding', id: 'gpu-oom' }],
  ['gpu-oom.md', 'findings', { kind: 'finding', id: 'gpu-oom' }],
  ['../guide/memory.md', 'findings', { kind: 'page', id: 'memory' }],
  ['https://pypi.org/', 'guide', { kind: 'outside', href: 'https://pypi.org/' }],
  ['../../README.md', 'guide', { kind: 'outside', href: '../../README.md' }],
] as const)('%s in %s', (href, folder, target) => {
  expect(targetOf(href, 'start', folder)).toEqual(target);
});

test('links are found in text, lists and tables, not in code', () => {
  const text = '[a](x.md)\n\n- [b](y.md)\n\n| t |\n| - |\n| [c](z.md) |\n\n`[d](no.md)`\n';
  expect(hrefsIn(text)).toEqual(['x.md', 'y.md', 'z.md']);
});
