import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readSnapshot } from '../../../../src/snapshot/read-snapshot.ts';
import type { Context } from '../../../../src/command-model/command.ts';
import { report } from '../../../../src/commands/report/index.ts';
import { runWords } from '../../../../src/command-model/run.ts';
import { changed, observations, recorded } from '../recorded.ts';

let folder = '';
const hostile = '</script><img src=x onerror=alert(1)>```\n# @everyone [x](javascript:alert(1))';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tgd-report-'));
  const machine = recorded({
    ...changed('interpreter', { executable: '/home/ada/venv/bin/python' }),
    ...changed('environment', {
      variables: { CUDA_VISIBLE_DEVICES: hostile, LD_LIBRARY_PATH: '/home/ada/lib' },
    }),
  });
  writeFileSync(join(folder, 'machine.json'), JSON.stringify({ ...machine, redacted: false }));
});
afterAll(() => rmSync(folder, { recursive: true }));

const context = (): Context => ({
  ui: 'terminal',
  environment: {},
  cwd: folder,
  signal: new AbortController().signal,
  show: () => undefined,
});

const make = (...words: string[]) =>
  runWords(report, context(), ['--from', 'machine.json', ...words]);
const read = (file: string) => readFileSync(join(folder, file), 'utf8');

describe.each(['r.html', 'r.md', 'r.json', 'r.ipynb'])('%s', (file) => {
  test('carries a snapshot that --from reads, redacted', async () => {
    const { exitCode, value } = await make(file);
    expect([exitCode, value['message']]).toEqual([0, undefined]);
    const text = read(file);
    expect(text).not.toContain('/home/ada');
    const snapshot = readSnapshot(text, file);
    expect(snapshot.redacted).toBe(true);
    expect(snapshot.observations.pci).toEqual(observations.pci);
  });

  test('is written over its like, never over anything else', async () => {
    await make(file);
    expect((await make(file)).exitCode).toBe(0);
    writeFileSync(join(folder, `mine-${file}`), 'my own words');
    expect((await make(`mine-${file}`)).exitCode).toBe(2);
    expect(read(`mine-${file}`)).toBe('my own words');
  });
});

/** What a person may have written in a file of that kind, with our words, our metadata or a whole report in it. */
const precious = {
  'train.ipynb': JSON.stringify({
    cells: [{ cell_type: 'code', id: 'report', source: ['my_precious_work()'], outputs: [] }],
    metadata: { kernelspec: { name: 'tf-gpu-doctor', display_name: 'TensorFlow GPU Doctor' } },
    nbformat: 4,
    nbformat_minor: 5,
  }),
  'notes.md': '# Notes\n\nTensorFlow GPU Doctor says: cudnn-missing\n',
  'mine.html': '<!doctype html>\n<title>Report of TensorFlow GPU Doctor</title>\n',
  'data.json': '{"schema": "mine", "snapshot": {"schema": "tf-gpu-doctor/snapshot"}}',
};

test.each(Object.entries(precious))('%s of a person is not overwritten', async (file, text) => {
  writeFileSync(join(folder, file), text);
  const { exitCode, value } = await make(file);
  expect([exitCode, value['message']]).toEqual([2, expect.stringContaining('is not ours')]);
  expect(read(file)).toBe(text);
});

test.each(['r.html', 'r.md', 'r.ipynb'])(
  '%s with notes of a person in it is not overwritten',
  async (file) => {
    const name = `noted-${file}`;
    await make(name);
    const text = read(name).replace(
      'serial numbers were taken out',
      'my own conclusion: it is the driver',
    );
    writeFileSync(join(folder, name), text);
    expect((await make(name)).exitCode).toBe(2);
    expect(read(name)).toBe(text);
  },
);

test('a notebook that Jupyter has saved again with other outputs is still ours', async () => {
  await make('saved.ipynb');
  const notebook: { cells: { source: string | string[] }[] } = JSON.parse(read('saved.ipynb'));
  for (const cell of notebook.cells) cell.source = [cell.source].flat().join('');
  writeFileSync(join(folder, 'saved.ipynb'), JSON.stringify(notebook));
  expect((await make('saved.ipynb')).exitCode).toBe(0);
});

test('the notebook keeps its answer when another kernel runs all cells: it has no code', async () => {
  await make('answer.ipynb');
  const { cells }: { cells: { cell_type: string; source: string[] }[] } = JSON.parse(
    read('answer.ipynb'),
  );
  expect(new Set(cells.map((cell) => cell.cell_type))).toEqual(new Set(['markdown']));
  expect(cells.flatMap((cell) => cell.source).join('')).toContain('TensorFlow');
});

test('the page forbids scripts and loads nothing', async () => {
  await make('page.html');
  const page = read('page.html');
  expect(page).toContain("default-src 'none'");
  expect(page.match(/<script/g)).toHaveLength(1);
  expect(page).toContain('<script type="application/json"');
  expect(page.replace(/<script[^]*<\/script>/, '')).not.toMatch(/<img|<[^>]*\b(?:on\w+|src|href)=/);
});

test('Markdown stays Markdown of ours, and fits an issue', async () => {
  await make('issue.md');
  const text = read('issue.md');
  expect(text.length).toBeLessThan(65_536);
  expect(text).not.toMatch(/^# @everyone/m);
  expect(text.match(/^```/gm)?.length ?? 0).toSatisfy((count: number) => count % 2 === 0);
});

test("TensorFlow's template is filled with what was observed, and asks for the rest", async () => {
  await make('--for', 'tensorflow-issue');
  const text = read('tensorflow-issue.md');
  expect(text).toMatch(/### TensorFlow version\s+2\.21\.0/);
  expect(text).toMatch(/### GPU model and memory\s+NVIDIA GeForce RTX 3060, 12288 MiB/);
  expect(text).toMatch(/### Custom code\s+\\?\(yes or no/);
});

test.each([
  [['r.pdf'], '.html, .md, .json or .ipynb'],
  [['--for', 'pytorch-issue'], 'tensorflow-issue'],
  [['r.html', '--for', 'tensorflow-issue'], '.md'],
  [['nowhere/r.html'], 'could not be written'],
])('%j is wrong usage', async (words, message) => {
  const { exitCode, value } = await make(...words);
  expect(exitCode).toBe(2);
  expect(value['message']).toContain(message);
});
