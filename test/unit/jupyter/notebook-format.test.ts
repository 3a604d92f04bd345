import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { UsageError } from '../../../src/errors.ts';
import { savedNotebookText, parseNotebook } from '../../../src/jupyter/notebook-format.ts';
import { root } from '../../../src/root.ts';

const cell = { cell_type: 'code', metadata: {}, source: ['a\n', 'b'], outputs: [] };
const notebook = { cells: [cell, cell], metadata: {}, nbformat: 4, nbformat_minor: 2 };

test('an older minor format becomes 4.5, with an id for each cell', () => {
  const read = parseNotebook(JSON.stringify(notebook), 'x.ipynb');
  expect(read.nbformat_minor).toBe(5);
  const ids = read.cells.map(({ id }) => id);
  expect(new Set(ids).size).toBe(2);
  expect(ids.every((id) => /^[a-zA-Z0-9_-]{1,64}$/u.test(id ?? ''))).toBe(true);
});

describe('what is not known is kept, in its order', () => {
  const folder = join(root, 'notebooks');
  const files = readdirSync(folder).filter((name) => name.endsWith('.ipynb'));
  test.each(files)('%s', (name) => {
    const text = readFileSync(join(folder, name), 'utf8');
    expect(savedNotebookText(parseNotebook(text, name))).toBe(text);
  });
});

test('texts are stored in lines, pictures in one piece', () => {
  const read = parseNotebook(JSON.stringify(notebook), 'x.ipynb');
  const data = { 'text/html': '<b>\n</b>', 'image/png': 'AA\n', 'application/json': { a: 1 } };
  const [first] = read.cells;
  first?.outputs?.push(
    { output_type: 'stream', name: 'stdout', text: 'a\n\nb' },
    { output_type: 'display_data', data, metadata: {} },
  );
  expect(JSON.parse(savedNotebookText(read)).cells[0].outputs).toEqual([
    { output_type: 'stream', name: 'stdout', text: ['a\n', '\n', 'b'] },
    {
      output_type: 'display_data',
      data: { ...data, 'text/html': ['<b>\n', '</b>'] },
      metadata: {},
    },
  ]);
});

test.each([
  ['not JSON', 'x', /it is not JSON/u],
  ['format 3', '{"nbformat": 3, "worksheets": []}', /format 3/u],
  [
    'no cells',
    '{"nbformat": 4, "nbformat_minor": 5, "metadata": {}}',
    /no Jupyter notebook.*`cells`/u,
  ],
  ['a list', '[]', /no Jupyter notebook/u],
])('%s', (_, text, sentence) => {
  expect(() => parseNotebook(text, 'x.ipynb')).toThrow(UsageError);
  expect(() => parseNotebook(text, 'x.ipynb')).toThrow(sentence);
});
