import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { collectLocal } from '../../src/collect/local.ts';
import { prepareScenario } from '../../src/lab/lab.ts';
import { oldTensorflow, practicePython, python38, whyNoLab } from '../lab/pythons.ts';

// What the probe says TensorFlow would load, against what the loader really did in a real import.

type Environment = Readonly<Record<string, string | undefined>>;
let folder: string;

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'tgd-loader-')));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** soname → file, from the loader's own account of a process that lists TensorFlow's GPUs. */
function reallyLoaded(python: string, environment: Environment): Map<string, string> {
  const accounts = mkdtempSync(join(folder, 'accounts-'));
  execFileSync(python, ['-c', 'import tensorflow as tf; tf.config.list_physical_devices("GPU")'], {
    env: { ...environment, LD_DEBUG: 'libs', LD_DEBUG_OUTPUT: join(accounts, 'of') },
    cwd: folder,
    stdio: 'ignore',
  });
  const found = new Map<string, string>();
  for (const name of readdirSync(accounts)) {
    const text = readFileSync(join(accounts, name), 'utf8');
    for (const match of text.matchAll(/calling init: (\S+)/g)) {
      const file = match[1] ?? '';
      if (!found.has(basename(file))) found.set(basename(file), realpathSync(file));
    }
  }
  return found;
}

/** Compares the two for every library that TensorFlow opens; gives how many of them load. */
async function compare(python: string, environment: Environment): Promise<number> {
  const observations = await collectLocal({
    python,
    environment,
    cwd: folder,
    probes: ['cuda-libraries'],
  });
  const answer = observations['cuda-libraries'];
  if (answer?.ok !== true) throw new Error(answer?.detail);
  expect(answer.data.method).toBe('loader');
  // cuDNN's parts are opened later, by cuDNN itself.
  const opened = answer.data.libraries.filter((one) => !one.soname.startsWith('libcudnn_'));
  const real = reallyLoaded(python, environment);
  expect(
    Object.fromEntries(opened.map((one) => [one.soname, one.loads ? one.path : null])),
  ).toEqual(Object.fromEntries(opened.map((one) => [one.soname, real.get(one.soname) ?? null])));
  return opened.filter((one) => one.loads).length;
}

async function simulated(scenario: string, python: string): Promise<Environment> {
  const prepared = await prepareScenario(scenario, {
    python,
    environment: { PATH: process.env['PATH'], HOME: process.env['HOME'] },
    folder: join(folder, 'machine'),
  });
  return prepared.environment;
}

/** The environment with a folder in front that holds a copy of one of the libraries found behind it. */
function withStale(environment: Environment, soname: string): Environment {
  const stale = join(folder, 'stale');
  mkdirSync(stale);
  const folders = (environment['LD_LIBRARY_PATH'] ?? '').split(':');
  const holder = folders.find((one) => one !== '' && readdirSync(one).includes(soname));
  copyFileSync(join(holder ?? '', soname), join(stale, soname));
  return { ...environment, LD_LIBRARY_PATH: [stale, ...folders].join(':') };
}

const reason = whyNoLab();
const old = python38();

describe.skipIf(reason !== undefined)(`the loader and TensorFlow 2.21 ${reason ?? ''}`, () => {
  test('without a driver and without CUDA', async () => {
    expect(await compare(practicePython, { PATH: process.env['PATH'] })).toBe(0);
  });

  test('everything by LD_LIBRARY_PATH, and a stale folder before it', async () => {
    const environment = await simulated('healthy', practicePython);
    expect(await compare(practicePython, environment)).toBe(7);
    expect(await compare(practicePython, withStale(environment, 'libcublas.so.12'))).toBe(7);
  });

  test('the wheels by RUNPATH, which lacks one of them', async () => {
    const environment = await simulated('and-cuda-path', practicePython);
    expect(await compare(practicePython, environment)).toBe(6);
  });
});

describe.skipIf(reason !== undefined || old === undefined)(
  'the loader and TensorFlow 2.4.1',
  () => {
    test('everything by LD_LIBRARY_PATH, and a stale folder before it', async () => {
      const python = await oldTensorflow(old ?? '');
      const environment = await simulated('healthy', python);
      expect(await compare(python, environment)).toBe(8);
      expect(await compare(python, withStale(environment, 'libcudnn.so.8'))).toBe(8);
    }, 400_000);
  },
);
