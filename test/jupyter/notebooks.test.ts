import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadPages } from '../../src/content/pages.ts';
import { notebookName } from '../../src/guide/notebook.ts';
import { root } from '../../src/root.ts';
import { installForTest, type InstalledKernel } from './installed-kernel.ts';
import { lessons } from './lessons.ts';
import { startRun } from './notebook-command.ts';
import { useLab, type SharedLab } from './shared.ts';

// Every notebook of the guide from top to bottom, as `notebook run` does it on a Jupyter server.

const gpuHere = ['/proc/driver/nvidia/version', '/dev/dxg'].some((path) => existsSync(path));

let server: SharedLab;
let kernel: InstalledKernel;
let folder = '';
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tf-gpu-doctor-guide-'));
  server = await useLab();
  kernel = await installForTest();
});
afterAll(async () => {
  await server.leave();
  await kernel.remove();
  rmSync(folder, { recursive: true, force: true });
});

const lines = v.union([v.string(), v.array(v.string())]);
const notebook = v.object({
  cells: v.array(
    v.object({
      id: v.string(),
      cell_type: v.string(),
      execution_count: v.optional(v.nullable(v.number())),
      metadata: v.object({ tags: v.optional(v.array(v.string()), []) }),
      outputs: v.optional(
        v.array(
          v.looseObject({
            output_type: v.string(),
            text: v.optional(lines),
            ename: v.optional(v.string()),
            evalue: v.optional(v.string()),
            data: v.optional(v.record(v.string(), v.unknown())),
          }),
        ),
        [],
      ),
    }),
  ),
});
type Cell = v.InferOutput<typeof notebook>['cells'][number];

/** The code cells of a notebook file. */
function codeCells(text: string): readonly Cell[] {
  const { cells } = v.parse(notebook, JSON.parse(text));
  return cells.filter((cell) => cell.cell_type === 'code');
}

/** What a cell shows as plain text. */
function textOf(cell: Cell | undefined): string | undefined {
  return cell?.outputs
    .filter((output) => output.output_type !== 'error')
    .map(({ text, data }) => v.parse(lines, text ?? data?.['text/plain'] ?? ''))
    .flat()
    .join('');
}

/** Cells that failed though they were not meant to, and those that were meant to and did not. */
function surprises(cells: readonly Cell[]): readonly string[] {
  return cells.flatMap(({ id, outputs, metadata: { tags } }) => {
    const error = outputs.find((output) => output.output_type === 'error');
    if ((error !== undefined) === tags.includes('raises-exception')) return [];
    return [error === undefined ? `${id} did not fail` : `${id}: ${error.ename}: ${error.evalue}`];
  });
}

test('every lesson is one of a page', () => {
  const ids = loadPages().map((page) => page.id);
  expect(lessons.filter(([page]) => !ids.includes(page))).toEqual([]);
});

describe.skipIf(gpuHere)('with our kernel, on a machine without a GPU', () => {
  test.each(loadPages())(
    '$id: all cells run, only those meant to fail do, and each shows its lesson',
    async (page) => {
      const file = join(root, 'notebooks', notebookName(page));
      const output = join(folder, notebookName(page));
      const words = [file, '--server', `${server.url}/`, '--output', output];
      const end = await startRun(words, { JUPYTER_TOKEN: server.token }).end;
      expect(end).toMatchObject({ code: 0 });
      const cells = codeCells(readFileSync(output, 'utf8'));
      const ran = cells.filter(({ execution_count: count }) => count);
      expect(ran.map(({ id }) => id)).toEqual(
        codeCells(readFileSync(file, 'utf8')).map(({ id }) => id),
      );
      expect(surprises(cells)).toEqual([]);
      for (const [, id, shown] of lessons.filter(([name]) => name === page.id)) {
        const text = textOf(cells.find((cell) => cell.id === id));
        expect({ id, text }).toEqual({ id, text: expect.stringMatching(shown) });
      }
    },
  );

  test('nbclient, too, runs one from top to bottom', async () => {
    const [page] = loadPages();
    if (page === undefined) throw new Error('there is no page');
    const printed = await kernel.run(
      'execute-notebook.py',
      join(root, 'notebooks', notebookName(page)),
      folder,
    );
    const outcome = v.array(v.object({ id: v.string(), error: v.nullable(v.string()) }));
    const cells = v.parse(outcome, JSON.parse(printed.slice(printed.indexOf('[{'))));
    expect(cells.length).toBeGreaterThan(1);
    expect(cells.filter(({ error }) => error !== null)).toEqual([]);
  });
});
