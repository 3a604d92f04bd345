import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadPages } from '../../src/content/pages.ts';
import { notebookName } from '../../src/guide/notebook.ts';
import { root } from '../../src/root.ts';
import { startLab, type LabServer } from './lab-server.ts';
import { readSaved, startRun } from './notebook-command.ts';

// Every notebook of the guide from top to bottom, as `notebook run` does it on a Jupyter server.

let server: LabServer;
let folder = '';
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tf-gpu-doctor-guide-'));
  server = await startLab();
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

const sources = v.object({ cells: v.array(v.object({ id: v.string(), cell_type: v.string() })) });

test.each(loadPages().map(notebookName))('%s', async (name) => {
  const file = join(root, 'notebooks', name);
  const output = join(folder, name);
  const words = [file, '--server', `${server.url}/`, '--output', output];
  const end = await startRun(words, { JUPYTER_TOKEN: server.token }).end;
  expect(end).toMatchObject({ code: 0 });
  const { cells } = v.parse(sources, JSON.parse(readFileSync(file, 'utf8')));
  const ran = readSaved(output).cells.filter(({ execution_count: count }) => count);
  expect(ran.map(({ id }) => id)).toEqual(
    cells.filter((cell) => cell.cell_type === 'code').map((cell) => cell.id),
  );
});
