import { expect, test } from 'vitest';
import { splitParts } from '../../../src/guide/parts.ts';

const fence = '```';

test('prose is cut at headings, Python blocks become cells', () => {
  const parts = splitParts(
    `Before.\n\n## One thing\n\nWords.\n\n${fence}python name=first\nprint(1)\n${fence}\n\nMore.\n\n### \`list_it\` (2)\n\nEnd.\n`,
    'page.md',
  );
  expect(parts).toEqual([
    { kind: 'prose', id: 'top', markdown: 'Before.' },
    { kind: 'prose', id: 'one-thing', markdown: '## One thing\n\nWords.' },
    { kind: 'cell', id: 'first', source: 'print(1)', tags: [] },
    { kind: 'prose', id: 'first-text', markdown: 'More.' },
    { kind: 'prose', id: 'list_it-2', markdown: '### `list_it` (2)\n\nEnd.' },
  ]);
});

test.each([
  ['python fails', ['raises-exception']],
  ['python gpu', ['needs-gpu']],
  ['python name=x gpu fails', ['needs-gpu', 'raises-exception']],
])('%s', (info, tags) => {
  const [cell] = splitParts(`${fence}${info}\n1/0\n${fence}\n`, 'page.md');
  expect(cell).toMatchObject({ kind: 'cell', tags });
});

test.each(['bash', 'bat', 'powershell', 'text', 'python shown', ''])(
  'a block of “%s” is only shown',
  (info) => {
    const text = `${fence}${info}\nexport A=1\n${fence}`;
    expect(splitParts(`${text}\n`, 'page.md')).toEqual([
      { kind: 'prose', id: 'top', markdown: text },
    ]);
  },
);

test('cells without a name are numbered below their heading', () => {
  const cell = `${fence}python\n1\n${fence}\n`;
  const ids = splitParts(`## A\n\n${cell}\n${cell}\n## B\n\n${cell}`, 'page.md').map(
    (part) => part.id,
  );
  expect(ids).toEqual(['a', 'a-cell-1', 'a-cell-2', 'b', 'b-cell-1']);
});

test('a block inside a list is not a cell', () => {
  const parts = splitParts(`- item\n\n  ${fence}python\n  1\n  ${fence}\n`, 'page.md');
  expect(parts.map((part) => part.kind)).toEqual(['prose']);
});

test('an unknown mark is an error that names the page', () => {
  expect(() => splitParts(`${fence}python fials\n1\n${fence}\n`, 'memory.md')).toThrow(
    'memory.md marks a Python block with “fials”',
  );
});
