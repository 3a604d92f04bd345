import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openFiles } from '../../../src/commands/notebook/files.ts';
import { savedNotebookText } from '../../../src/jupyter/notebook-format.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tf-gpu-doctor-files-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (name: string, source: string): string => {
  const cells = [{ cell_type: 'code', metadata: {}, source, outputs: [], execution_count: null }];
  const text = JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 });
  writeFileSync(join(folder, name), text);
  return text;
};
const read = (name: string): string => readFileSync(join(folder, name), 'utf8');

test('a result is replaced, also when the notebook has changed since', () => {
  write('train.ipynb', 'one()');
  const first = openFiles(folder, 'train.ipynb', 'done.ipynb');
  first.saved.save(savedNotebookText(first.notebook));
  write('train.ipynb', 'two()');
  const second = openFiles(folder, 'train.ipynb', 'done.ipynb');
  second.saved.save(savedNotebookText(second.notebook));
  expect(read('done.ipynb')).toContain('two()');
});

test('a result in which a person has written is left alone', () => {
  write('train.ipynb', 'one()');
  const { notebook, saved } = openFiles(folder, 'train.ipynb', 'done.ipynb');
  saved.save(savedNotebookText(notebook));
  const edited = read('done.ipynb').replace('one()', 'my_conclusion()');
  writeFileSync(join(folder, 'done.ipynb'), edited);
  expect(() => openFiles(folder, 'train.ipynb', 'done.ipynb')).toThrow('is left alone');
  expect(read('done.ipynb')).toBe(edited);
});

test("a person's other notebook is left alone; one with the same cells has nothing to lose", () => {
  write('train.ipynb', 'one()');
  const mine = write('mine.ipynb', 'my_precious_work()');
  expect(() => openFiles(folder, 'train.ipynb', 'mine.ipynb')).toThrow('is left alone');
  expect(read('mine.ipynb')).toBe(mine);
  write('twin.ipynb', 'one()');
  expect(() => openFiles(folder, 'train.ipynb', 'twin.ipynb')).not.toThrow();
});

test('the notebook itself gets its outputs and nothing else', () => {
  write('train.ipynb', 'one()');
  const { notebook } = openFiles(folder, 'train.ipynb', undefined);
  expect(notebook.metadata).toEqual({});
});
