import { expect, test } from 'vitest';
import { findingReport } from '../../../src/guide/finding-page.ts';
import { parsePage } from '../../../src/guide/page.ts';
import { pageReport } from '../../../src/guide/report.ts';

const front =
  '---\ntitle: Memory\nsummary: Who takes it.\norder: 1\nfollows: Where is it?\nrun-with: TensorFlow 1\n---\n\n';

test('a page becomes blocks of every kind', () => {
  const body = `Words with \`code\`,
a [page](start.md), a [finding](../findings/gpu-oom.md), *this* [section](#s), \`%gpu-check\`, [gpu-oom](../findings/gpu-oom.md) and [PyPI](https://pypi.org/).

## Section

- one
- two
  words

1. first
2. second

| a | b |
| - | -: |
| x | \`y\` |

\`\`\`text
as printed
\`\`\`

\`\`\`python name=c
x = 1
\`\`\`
`;
  expect(pageReport(parsePage('memory', front + body), 'notebook').blocks).toEqual([
    { kind: 'headline', status: 'info', text: 'Memory' },
    { kind: 'paragraph', text: 'Who takes it.' },
    {
      kind: 'paragraph',
      text: 'This page follows the document “Where is it?”, step by step in its order, and corrects it where it is wrong.',
    },
    { kind: 'paragraph', text: 'The cells of this page were run with TensorFlow 1.' },
    {
      kind: 'paragraph',
      text: 'Words with `code`, a page (`%guide start`), a finding (`%guide gpu-oom`), this section, `%gpu-check`, `%guide gpu-oom` and PyPI <https://pypi.org/>.',
    },
    { kind: 'heading', level: 2, text: 'Section' },
    { kind: 'list', items: ['one', 'two words'] },
    { kind: 'list', items: ['1. first', '2. second'] },
    {
      kind: 'table',
      columns: [
        { title: 'a', align: 'left' },
        { title: 'b', align: 'right' },
      ],
      rows: [['x', '`y`']],
    },
    { kind: 'log', text: 'as printed' },
    { kind: 'commands', lines: ['x = 1'] },
  ]);
});

test('a finding page: its heading is the headline, links say what to type in a terminal', () => {
  const text =
    '---\nid: x\n---\n\n# Too old\n\nSee [more](gpu-oom.md) or [memory](../guide/memory.md).\n';
  expect(findingReport('x', text, 'terminal').blocks).toEqual([
    { kind: 'headline', status: 'info', text: 'Too old' },
    {
      kind: 'paragraph',
      text: 'See more (`tf-gpu-doctor guide gpu-oom`) or memory (`tf-gpu-doctor guide memory`).',
    },
  ]);
});

test('commands are written as the terminal calls them', () => {
  const body = 'Type `%gpu-check`.\n\n```python name=c\n%gpu-check --static\nx = %gpu-check\n```\n';
  expect(pageReport(parsePage('memory', front + body), 'terminal').blocks.slice(-2)).toEqual([
    { kind: 'paragraph', text: 'Type `tf-gpu-doctor gpu-check`.' },
    { kind: 'commands', lines: ['tf-gpu-doctor gpu-check --static', 'x = %gpu-check'] },
  ]);
});
