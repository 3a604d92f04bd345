import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { labEnvironment } from '../../setup/lab.mjs';
import { loadPages } from '../../src/content/pages.ts';
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

/** What a reader without a GPU must see for the page's words about it to be true: notebook, cell, its output. */
const lessons: readonly (readonly [page: string, cell: string, output: RegExp])[] = [
  ['start', 'check', /Your computer has no NVIDIA GPU\. TensorFlow works on the processor/],
  ['start', 'matmul-bench', /All results are right/],
  ['gpu-not-used-tf241', 'built-is-not-available', /True\s+GPUs listed:\s+0/],
  ['gpu-not-used-tf241', 'cudnn-by-device-name', /''/],
  ['gpu-not-used-tf241', 'place-ask-device', /asked for \/GPU:99, lies on \S+CPU:0/],
  ['gpu-not-used-tf241', 'place-handler', /RuntimeError\? False/],
  [
    'gpu-not-used-tf241',
    'first-use',
    /--- after the import[\s\S]*cuInit[\s\S]*--- after the first/,
  ],
  ['gpu-not-used', 'count-both-names', /both names: True/],
  ['gpu-not-used', 'bare-except', /No GPUs found/],
  ['gpu-not-used', 'mirrored-count', /same time: 1\n.*CPU:0/],
  ['gpu-not-used', 'libraries-in-process', /No CUDA library is loaded/],
  ['gpu-issue-tf241', 'by-soname', /libm\.so\.6 opens\nlibm\.so\.5 does not/],
  ['gpu-issue-tf241', 'compute-where', /CPU:0/],
  ['enable-gpu-tf2', 'paths-compare', /PATH: +not found\n.*LD_LIBRARY_PATH: +found/],
  ['enable-gpu-tf2', 'fit-where', /CPU:0/],
  ['enable-gpu-tf2', 'log-placement', /MatMul: \(MatMul\): \S+CPU:0/],
  ['enable-gpu-tf2', 'log-and-soft-placement', /Refused, although .* True\n.*CPU:0/],
  ['enable-gpu-tf2', 'errors-two-kinds', /No error/],
  ['run-on-gpu-not-cpu', 'export-in-cell', /shell: 5[\s\S]*notebook: +None/],
  ['run-on-gpu-not-cpu', 'multiply-device', /CPU:0/],
  ['reading-the-log', 'min-log-level', /failed call to cuInit +usual: True +with level 3: False/],
  ['reading-the-log', 'min-log-level', /oneDNN custom operations +usual: True +with level 3: True/],
  ['reading-the-log', 'vmodule', /libcuda\.so\.1'; dlerror/],
  ['and-cuda', 'runpath', /cudnn\/lib +listed[\s\S]*cusolver\/lib +NOT LISTED/],
  ['and-cuda', 'rpath-or-runpath', /RUNPATH \(29\): True +RPATH \(15\): False/],
  ['old-and-new-cards', 'judge', /GTX 980 +5\.2 +no code[\s\S]*RTX 3090 +8\.6 +ready code/],
  ['multi-gpu', 'shares', /becomes: \[16, 16\]/],
];

const gpuHere = ['/proc/driver/nvidia/version', '/dev/dxg'].some((path) => existsSync(path));

test('every lesson is one of a page', () => {
  const ids = loadPages().map((page) => page.id);
  expect(lessons.filter(([page]) => !ids.includes(page))).toEqual([]);
});

describe.skipIf(gpuHere)('with our kernel, on a machine without a GPU', () => {
  test.each(loadPages())(
    '$id: only the cells meant to fail do, and each shows its lesson',
    async (page) => {
      const cells = await execute(notebookName(page));
      const failed = cells.filter((cell) => cell.error !== null);
      const meant = cells.filter((cell) => cell.tags.includes('raises-exception'));
      expect(failed.map(told)).toEqual(meant.map(told));

      for (const [, id, output] of lessons.filter(([name]) => name === page.id)) {
        const text = cells.find((cell) => cell.id === id)?.text;
        expect({ id, text }).toEqual({ id, text: expect.stringMatching(output) });
      }
    },
  );
});

function told(cell: ExecutedCell): string {
  return cell.error === null ? `${cell.id} did not fail` : `${cell.id}: ${cell.error}`;
}
