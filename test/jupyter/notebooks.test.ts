import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { labEnvironment } from '../../setup/lab.mjs';
import { loadPages } from '../../src/guide/load.ts';
import { notebookName } from '../../src/guide/notebook.ts';
import { installKernel } from '../../src/jupyter/kernelspec.ts';
import { root } from '../../src/root.ts';
import { practicePython } from './lab-server.ts';

const run = promisify(execFile);

const Cells = v.array(
  v.object({
    id: v.string(),
    tags: v.array(v.string()),
    error: v.nullable(v.string()),
    text: v.string(),
  }),
);
type ExecutedCell = v.InferOutput<typeof Cells>[number];

let home: string;
let environment: Record<string, string | undefined>;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'tf-gpu-doctor-notebooks-'));
  environment = {
    ...labEnvironment(),
    JUPYTER_DATA_DIR: join(home, 'data'),
    JUPYTER_PATH: join(home, 'data'),
    JUPYTER_RUNTIME_DIR: join(home, 'runtime'),
    IPYTHONDIR: join(home, 'ipython'),
  };
  const world = {
    environment,
    platform: process.platform,
    node: process.execPath,
    prefixes: [],
  };
  await installKernel({ kind: 'user' }, world, practicePython);
});

afterAll(() => rm(home, { recursive: true, force: true, maxRetries: 5 }));

/** Executes a notebook of ours from top to bottom with our kernel. */
async function execute(name: string): Promise<readonly ExecutedCell[]> {
  const { stdout } = await run(
    practicePython,
    [join(root, 'test', 'jupyter', 'execute-notebook.py'), join(root, 'notebooks', name), home],
    { env: environment, timeout: 110_000, maxBuffer: 64 * 2 ** 20 },
  );
  return v.parse(Cells, JSON.parse(stdout.slice(stdout.indexOf('[{'))));
}

describe('with our kernel, on a machine without a GPU', () => {
  test.each(loadPages().map(notebookName))('%s: only the cells meant to fail do', async (name) => {
    const cells = await execute(name);
    const failed = cells.filter((cell) => cell.error !== null);
    const meant = cells.filter((cell) => cell.tags.includes('raises-exception'));
    expect(failed.map(told)).toEqual(meant.map(told));
  });
});

function told(cell: ExecutedCell): string {
  return cell.error === null ? `${cell.id} did not fail` : `${cell.id}: ${cell.error}`;
}
