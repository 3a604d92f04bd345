import { describe, expect, test } from 'vitest';

import type { Finding } from '../../../src/diagnose/finding.ts';
import { findingBlocks } from '../../../src/report/finding-blocks.ts';
import { toHtml } from '../../../src/report/html.ts';
import { toMarkdown } from '../../../src/report/markdown.ts';
import { toText } from '../../../src/report/text.ts';
import { finding } from './samples.ts';

const follows: Finding = {
  ...finding,
  id: 'cupti-missing',
  role: 'consequence',
  severity: 'info',
  summary: 'CUPTI cannot be loaded.',
};
const besides: Finding = {
  ...finding,
  id: 'gpu-order-differs',
  role: 'separate',
  severity: 'warning',
};

test('what follows from the cause is listed there by its sentence, without remedies of its own', () => {
  const blocks = findingBlocks([finding, follows, besides], 'terminal');
  expect(blocks.map(({ id, role }) => [id, role])).toEqual([
    ['cudnn-missing', 'cause'],
    ['gpu-order-differs', 'also'],
  ]);
  const section = blocks[0]?.sections.find(({ title }) => title === 'What follows from it');
  expect(section?.items).toEqual([
    { text: 'CUPTI cannot be loaded. (`cupti-missing`)', commands: [] },
  ]);
});

test('a consequence without its cause beside it is shown in full', () => {
  expect(findingBlocks([follows], 'terminal').map(({ id }) => id)).toEqual(['cupti-missing']);
});

test('a warning is not called the cause: the GPU works', () => {
  expect(findingBlocks([{ ...finding, severity: 'warning' }], 'terminal')[0]?.role).toBe('also');
});

test('evidence of one value and one source is one line, and a source has no brackets inside its own', () => {
  const evidence = [
    { fact: 'a', value: 'not found', source: 'the loader (dlopen)' },
    { fact: 'b', value: 'none', source: 'disk' },
    { fact: 'c', value: 'not found', source: 'the loader (dlopen)' },
  ];
  const [block] = findingBlocks([{ ...finding, evidence }], 'terminal');
  expect(block?.sections[0]?.items.map(({ text }) => text)).toEqual([
    'a, c: not found (the loader, dlopen)',
    'b: none (disk)',
  ]);
});

describe('every renderer shows the same parts in the same order', () => {
  const report = { blocks: [{ kind: 'findings', findings: [finding, follows] } as const] };
  const parts = [
    'TensorFlow needs cuDNN 9',
    'What was found',
    'dlopen as TensorFlow',
    'What follows from it',
    'What to do',
    'Install the cuDNN',
    'pip install',
    'What it is not',
    'all other CUDA libraries load',
    'Read more',
    'guide cudnn-missing',
  ];
  test.each([
    ['text', toText(report, { width: 100, colour: false })],
    ['HTML', toHtml(report)],
    ['Markdown', toMarkdown(report)],
  ])('%s', (_, text) => {
    const places = parts.map((part) => text.indexOf(part));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });
});

describe('nobody reads whether a remedy can be tried, until that can be done', () => {
  const report = { blocks: [{ kind: 'findings', findings: [finding] } as const] };
  test.each([
    ['text', toText(report, { width: 100, colour: false })],
    ['HTML', toHtml(report)],
    ['Markdown', toMarkdown(report)],
  ])('%s', (_, text) => {
    expect(text).not.toMatch(/not tried|cannot be tried/u);
    expect(text).toContain('tried here: it works');
  });
});

test('a command is written for the interface: a magic in a notebook, the program in a file', () => {
  const report = { blocks: [{ kind: 'findings', findings: [finding] } as const] };
  expect(toHtml(report, 'notebook')).toContain('<code>%guide cudnn-missing</code>');
  expect(toHtml(report)).toContain('<code>tf-gpu-doctor guide cudnn-missing</code>');
  expect(toText(report, { width: 80, colour: false, ui: 'notebook' })).toContain('%guide cudnn');
});

/** What is said above these lines. */
function saidAbove(commands: readonly string[], ui: 'notebook' | 'terminal'): string | undefined {
  const remedies = [
    { id: 'x', kind: 'env', summary: 'Do it.', commands, proof: 'untried' } as const,
  ];
  const [block] = findingBlocks([{ ...finding, remedies }], ui);
  return block?.sections.find(({ title }) => title === 'What to do')?.items[0]?.text;
}

test('in a notebook a line for a shell is said to be one; a magic is not', () => {
  expect(saidAbove(['sudo reboot'], 'notebook')).toBe('Do it. Type this in a terminal:');
  expect(saidAbove(['%gpu-env unset A'], 'notebook')).toBe('Do it.');
  expect(saidAbove(['sudo reboot'], 'terminal')).toBe('Do it.');
});
