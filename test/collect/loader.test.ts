import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import * as v from 'valibot';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { collectLocal } from '../../src/collect/local.ts';
import { prepareScenario } from '../../src/lab/lab.ts';
import { oldTensorflow, practicePython, python38, whyNoLab } from '../lab/pythons.ts';
import type { Environment } from '../../src/process/environment.ts';

// What the probe says TensorFlow would load, against what the loader really did in a real import.

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

/** Compares the two for every library that TensorFlow opens; gives the files of those that load. */
async function compare(python: string, environment: Environment): Promise<readonly string[]> {
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
  return opened.flatMap((one) => (one.loads && one.path !== null ? [one.path] : []));
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

interface Built {
  readonly python: string;
  /** What it needs to find the standard library and the packages of the Python it was made from. */
  readonly environment: Environment;
}

const asked = `import json, sys, sysconfig
v = sysconfig.get_config_var
print(json.dumps([v("LIBPL"), v("LDVERSION"), sys.base_prefix, sysconfig.get_paths()["purelib"]]))`;

/** An interpreter like one, with a DT_RPATH of its own, as conda's has. Undefined where there is no library to link. */
function withRpath(python: string, rpath: string): Built | undefined {
  const told: unknown = JSON.parse(execFileSync(python, ['-c', asked], { encoding: 'utf8' }));
  const [libraries = '', version = '', base = '', packages = ''] = v.parse(
    v.array(v.string()),
    told,
  );
  if (!existsSync(join(libraries, `libpython${version}.a`))) return undefined;
  const source = join(folder, 'python.c');
  writeFileSync(
    source,
    'int Py_BytesMain(int, char **);\nint main(int n, char **words) { return Py_BytesMain(n, words); }\n',
  );
  const made = join(folder, 'python');
  const link = [
    '-rdynamic',
    `-L${libraries}`,
    `-lpython${version}`,
    '-lm',
    '-ldl',
    '-lpthread',
    '-lutil',
  ];
  const own = `-Wl,--disable-new-dtags,-rpath,${rpath}`;
  execFileSync('cc', [source, '-o', made, ...link, own]);
  return { python: made, environment: { PYTHONHOME: base, PYTHONPATH: packages } };
}

/**
 * The same machine under an interpreter whose DT_RPATH names a folder with a stale copy of one library. Gives the files
 * that load.
 */
async function underRpath(python: string, soname: string): Promise<readonly string[] | undefined> {
  const machine = await simulated('healthy', python);
  const stale = withStale(machine, soname)['LD_LIBRARY_PATH']?.split(':')[0] ?? '';
  const built = withRpath(python, stale);
  return built && compare(built.python, { ...machine, ...built.environment });
}

const reason = whyNoLab();
const old = python38();

describe.skipIf(reason !== undefined)(`the loader and TensorFlow 2.21 ${reason ?? ''}`, () => {
  test('without a driver and without CUDA', async () => {
    expect(await compare(practicePython, { PATH: process.env['PATH'] })).toHaveLength(0);
  });

  test('everything by LD_LIBRARY_PATH, and a stale folder before it', async () => {
    const environment = await simulated('healthy', practicePython);
    expect(await compare(practicePython, environment)).toHaveLength(7);
    expect(await compare(practicePython, withStale(environment, 'libcublas.so.12'))).toHaveLength(
      7,
    );
  });

  test('an interpreter with an RPATH of its own', async (context) => {
    const files = await underRpath(practicePython, 'libcublas.so.12');
    context.skip(files === undefined, 'this Python has no static library to link against');
    expect(files).toHaveLength(7);
    // Its framework library has a DT_RUNPATH, with which nobody's DT_RPATH counts.
    expect(files).not.toContainEqual(expect.stringContaining('/stale/'));
  });

  test('the wheels by RUNPATH, which lacks one of them', async () => {
    const environment = await simulated('and-cuda-path', practicePython);
    expect(await compare(practicePython, environment)).toHaveLength(6);
  });
});

describe.skipIf(reason !== undefined || old === undefined)(
  'the loader and TensorFlow 2.4.1',
  () => {
    test('everything by LD_LIBRARY_PATH, and a stale folder before it', async () => {
      const python = await oldTensorflow(old ?? '');
      const environment = await simulated('healthy', python);
      expect(await compare(python, environment)).toHaveLength(8);
      expect(await compare(python, withStale(environment, 'libcudnn.so.8'))).toHaveLength(8);
    }, 400_000);

    test('an interpreter with an RPATH of its own', async (context) => {
      const files = await underRpath(await oldTensorflow(old ?? ''), 'libcudnn.so.8');
      context.skip(files === undefined, 'this Python has no static library to link against');
      expect(files).toHaveLength(8);
      // Its framework library has a DT_RPATH too, and then the interpreter's comes before LD_LIBRARY_PATH.
      expect(files).toContainEqual(expect.stringContaining('/stale/libcudnn.so.8'));
    }, 400_000);
  },
);
