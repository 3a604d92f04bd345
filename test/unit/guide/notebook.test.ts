import { expect, test } from 'vitest';
import { findingsNotebookOf } from '../../../src/guide/findings-notebook.ts';
import { notebookText } from '../../../src/notebook-file.ts';
import { notebookName, notebookOf } from '../../../src/guide/notebook.ts';
import { parsePage } from '../../../src/guide/page.ts';

const names = new Map([
  ['start', '00-start.ipynb'],
  ['memory', '17-memory.ipynb'],
]);
const page = parsePage(
  'memory',
  `---
title: Memory
summary: S.
order: 17
run-with: TensorFlow 1
---

[a](start.md#check) [b](start.md) [c](../findings/gpu-oom.md) [d](#fail) [e](https://pypi.org/)

\`\`\`python name=fail fails
a = 1
raise ValueError
\`\`\`
`,
);

test('the whole file', () => {
  expect(notebookName(page)).toBe('17-memory.ipynb');
  expect(JSON.parse(notebookText(notebookOf(page, names)))).toEqual({
    cells: [
      {
        cell_type: 'markdown',
        id: 'title',
        metadata: {},
        source: [
          '# Memory\n',
          '\n',
          'S.\n',
          '\n',
          'The cells of this page were run with TensorFlow 1.',
        ],
      },
      {
        cell_type: 'markdown',
        id: 'top',
        metadata: {},
        source: [
          '[a](00-start.ipynb#cell-id=check) [b](00-start.ipynb) [c](90-findings.ipynb#cell-id=gpu-oom) [d](17-memory.ipynb#cell-id=fail) [e](https://pypi.org/)',
        ],
      },
      {
        cell_type: 'code',
        execution_count: null,
        id: 'fail',
        metadata: { tags: ['raises-exception'] },
        outputs: [],
        source: ['a = 1\n', 'raise ValueError'],
      },
    ],
    metadata: {
      kernelspec: {
        display_name: 'TensorFlow GPU Doctor',
        language: 'python',
        name: 'tf-gpu-doctor',
      },
      language_info: { file_extension: '.py', mimetype: 'text/x-python', name: 'python' },
    },
    nbformat: 4,
    nbformat_minor: 5,
  });
});

test('all findings become one notebook, and links reach their cells', () => {
  const texts = new Map([
    [
      'gpu-oom',
      '# Out of memory\n\n## Remedy\n\n[x](ptxas-missing.md) [y](../guide/memory.md#fail)\n',
    ],
  ]);
  const [, cell] = findingsNotebookOf(texts, names).cells;
  expect(cell).toEqual({
    cell_type: 'markdown',
    id: 'gpu-oom',
    metadata: {},
    source: [
      '## Out of memory\n',
      '\n',
      '`gpu-oom`\n',
      '\n',
      '### Remedy\n',
      '\n',
      '[x](90-findings.ipynb#cell-id=ptxas-missing) [y](17-memory.ipynb#cell-id=fail)',
    ],
  });
});
