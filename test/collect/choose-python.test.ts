import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { storeChosenPython } from '../../src/python/chosen-python.ts';
import { chooseTarget, practiceFolder } from '../../src/python/choose-python.ts';
import { UsageError } from '../../src/errors.ts';
import { basePython, pyenvPython } from './pythons.ts';
import { pythonIn } from '../../src/python/python-files.ts';

let folder: string;

/** A folder that Python takes for a venv: its own `pyvenv.cfg`, a link to a real interpreter, site-packages. */
function fakeVenv(name: string, tensorflow?: string): string {
  const venv = join(folder, name);
  const version = basePython.version.split('.').slice(0, 2).join('.');
  const site = join(venv, 'lib', `python${version}`, 'site-packages');
  mkdirSync(join(venv, 'bin'), { recursive: true });
  mkdirSync(site, { recursive: true });
  writeFileSync(join(venv, 'pyvenv.cfg'), `home = ${dirname(basePython.path)}\n`);
  symlinkSync(basePython.path, join(venv, 'bin/python'));
  if (tensorflow !== undefined) {
    const info = join(site, `tensorflow-${tensorflow}.dist-info`);
    mkdirSync(info);
    writeFileSync(join(info, 'METADATA'), `Name: tensorflow\nVersion: ${tensorflow}\n`);
  }
  return venv;
}

const choose = (environment: Record<string, string>, more = {}) =>
  chooseTarget({ environment: { HOME: folder, ...environment }, cwd: folder, ...more });
const path = (...folders: string[]): string => [...folders, '/usr/bin', '/bin'].join(delimiter);

const home = (venv: string, tensorflow: 'yes' | 'no'): Record<string, string> => ({
  TF_GPU_DOCTOR_HOME_PYTHON: join(venv, 'bin/python'),
  TF_GPU_DOCTOR_HOME_TENSORFLOW: tensorflow,
});

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tgd-target-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('which Python is diagnosed', () => {
  test('--python wins: a file, a folder, a relative path', async () => {
    const one = fakeVenv('option', '2.20.0');
    const other = fakeVenv('option-other', '2.19.0');
    const environment = { VIRTUAL_ENV: other, PATH: path(join(other, 'bin')) };
    const python = join(one, 'bin/python');
    for (const option of [python, one, 'option/bin/python']) {
      expect(await choose(environment, { option })).toEqual({
        python,
        chosenBecause: '--python',
        practice: false,
      });
    }
  });

  test('a bare --python is looked up on PATH', async () => {
    const venv = fakeVenv('bare');
    const found = await choose({ PATH: path(join(venv, 'bin')) }, { option: 'python' });
    expect(found.python).toBe(join(venv, 'bin/python'));
  });

  test('a --python that is none is a usage error that says why', async () => {
    const environment = { PATH: path() };
    const text = join(folder, 'text');
    writeFileSync(text, 'hello');
    const liar = join(folder, 'liar');
    writeFileSync(liar, '#!/bin/sh\necho hello\n');
    chmodSync(liar, 0o755);
    const dangling = fakeVenv('dangling');
    rmSync(join(dangling, 'bin/python'));
    symlinkSync('/no/such/python', join(dangling, 'bin/python'));
    const cases = [
      [join(folder, 'nothing'), /no such file/],
      [text, /could not be started/],
      [liar, /did not answer like a Python/],
      ['/bin/false', /ended with exit code 1/],
      [dangling, /holds no interpreter/],
    ] as const;
    for (const [option, message] of cases) {
      const choice = choose(environment, { option });
      await expect(choice).rejects.toBeInstanceOf(UsageError);
      await expect(choice).rejects.toThrow(message);
    }
  });

  test.skipIf(pyenvPython('2.7') === undefined)('Python 2.7 is too old, in words', async () => {
    const option = pyenvPython('2.7') ?? '';
    await expect(choose({ PATH: path() }, { option })).rejects.toThrow(/3\.6 or newer is needed/);
  });

  test('TF_GPU_DOCTOR_PYTHON comes before the stored choice and the active environment', async () => {
    const one = fakeVenv('variable');
    const active = fakeVenv('variable-active', '2.20.0');
    const environment = {
      TF_GPU_DOCTOR_PYTHON: join(one, 'bin/python'),
      VIRTUAL_ENV: active,
      PATH: path(join(active, 'bin')),
    };
    expect(await choose(environment)).toMatchObject({
      python: join(one, 'bin/python'),
      chosenBecause: 'TF_GPU_DOCTOR_PYTHON',
    });
    await expect(choose({ ...environment, TF_GPU_DOCTOR_PYTHON: '/no/such' })).rejects.toThrow(
      /^TF_GPU_DOCTOR_PYTHON \/no\/such/,
    );
  });

  test('the stored choice comes before the active environment, and only while it exists', async () => {
    const chosen = fakeVenv('chosen');
    const active = fakeVenv('chosen-active', '2.20.0');
    const environment = {
      XDG_CONFIG_HOME: join(folder, 'config'),
      VIRTUAL_ENV: active,
      PATH: path(join(active, 'bin')),
    };
    storeChosenPython(environment, join(chosen, 'bin/python'));
    expect((await choose(environment)).chosenBecause).toBe('gpu-python use (the one you chose)');
    storeChosenPython(environment, join(folder, 'gone/bin/python'));
    expect((await choose(environment)).python).toBe(join(active, 'bin/python'));
    storeChosenPython(environment, undefined);
    expect((await choose(environment)).chosenBecause).toBe('VIRTUAL_ENV (the active environment)');
  });

  test('of two environments with TensorFlow, the active one', async () => {
    const one = fakeVenv('two-a', '2.20.0');
    const two = fakeVenv('two-b', '2.21.0');
    const environment = { VIRTUAL_ENV: two, PATH: path(join(two, 'bin'), join(one, 'bin')) };
    expect(await choose(environment)).toEqual({
      python: join(two, 'bin/python'),
      chosenBecause: 'VIRTUAL_ENV (the active environment)',
      practice: false,
    });
  });

  test('CONDA_PREFIX counts only when its python is first on PATH', async () => {
    const conda = fakeVenv('conda', '2.19.0');
    const first = fakeVenv('conda-first', '2.20.0');
    const behind = { CONDA_PREFIX: conda, PATH: path(join(first, 'bin'), join(conda, 'bin')) };
    expect(await choose(behind)).toMatchObject({
      python: join(first, 'bin/python'),
      chosenBecause: 'first on PATH, has TensorFlow',
    });
    const ahead = { CONDA_PREFIX: conda, PATH: path(join(conda, 'bin'), join(first, 'bin')) };
    expect(await choose(ahead)).toMatchObject({
      python: join(conda, 'bin/python'),
      chosenBecause: 'CONDA_PREFIX (the active environment)',
    });
  });

  test('a first python without TensorFlow gives way to the practice environment', async () => {
    const bare = fakeVenv('no-tensorflow');
    const environment = { PATH: path(join(bare, 'bin')) };
    const found = await choose(environment);
    const practice = pythonIn(practiceFolder);
    expect(found).toMatchObject(
      practice === undefined
        ? { python: join(bare, 'bin/python'), chosenBecause: 'first on PATH', practice: false }
        : {
            python: practice,
            chosenBecause: 'practice environment made by npm start',
            practice: true,
          },
    );
  });

  test("a notebook's Python is its own, and still known as the practice environment", async () => {
    const notebookPython = join(practiceFolder, 'bin/python');
    expect(await choose({ PATH: path() }, { notebookPython })).toMatchObject({
      python: notebookPython,
      chosenBecause: "this notebook's Python",
      practice: true,
    });
  });
});

describe('installed by pip: the environment of the package', () => {
  const installedIn = 'the environment that tf-gpu-doctor is installed in';

  test('comes after the first on PATH that has TensorFlow', async () => {
    const own = fakeVenv('home-after', '2.20.0');
    const first = fakeVenv('home-first', '2.19.0');
    const found = await choose({ ...home(own, 'yes'), PATH: path(join(first, 'bin')) });
    expect(found.python).toBe(join(first, 'bin/python'));
  });

  test('comes before a first on PATH without TensorFlow, and is no practice environment', async () => {
    const own = fakeVenv('home-before', '2.20.0');
    const first = fakeVenv('home-none');
    for (const tensorflow of ['yes', 'no'] as const) {
      const found = await choose({ ...home(own, tensorflow), PATH: path(join(first, 'bin')) });
      const python = join(own, 'bin/python');
      expect(found).toEqual({ python, chosenBecause: installedIn, practice: false });
    }
  });

  test('comes first for a kernel, but after an active environment', async () => {
    const own = fakeVenv('home-kernel', '2.20.0');
    const first = fakeVenv('home-kernel-first', '2.19.0');
    const environment = { ...home(own, 'yes'), PATH: path(join(first, 'bin')) };
    const kernel = await choose(environment, { forKernel: true });
    expect(kernel).toMatchObject({ python: join(own, 'bin/python'), chosenBecause: installedIn });
    const active = await choose({ ...environment, VIRTUAL_ENV: first }, { forKernel: true });
    expect(active.python).toBe(join(first, 'bin/python'));
  });

  test.each([
    ['pipx', 'home-pipx', 'pipx_metadata.json'],
    ['uv tool install', 'home-uv', 'uv-receipt.toml'],
    ['uvx', 'uv/archive-v0/3kF9xPq', 'CACHEDIR.TAG'],
  ])('is passed over on PATH when %s made it for us alone', async (_tool, name, file) => {
    const own = fakeVenv(name);
    writeFileSync(join(own, file), '');
    const python = join(own, 'bin/python');
    const users = fakeVenv(`${name}-users`, '2.19.0');
    const PATH = path(join(own, 'bin'), join(users, 'bin'));
    expect((await choose({ ...home(own, 'no'), PATH })).python).toBe(join(users, 'bin/python'));
    const bare = path(join(own, 'bin'), join(fakeVenv(`${name}-bare`), 'bin'));
    expect((await choose({ ...home(own, 'no'), PATH: bare })).python).not.toBe(python);
  });

  test('counts when `uv venv` made it, which marks every environment as a cache', async () => {
    const own = fakeVenv('home-uv-venv');
    writeFileSync(join(own, 'CACHEDIR.TAG'), '');
    const found = await choose({ ...home(own, 'no'), PATH: path(join(own, 'bin')) });
    expect(found.python).toBe(join(own, 'bin/python'));
  });

  test('made for us alone, it counts when somebody put TensorFlow into it', async () => {
    const own = fakeVenv('home-injected', '2.20.0');
    writeFileSync(join(own, 'pipx_metadata.json'), '');
    const first = fakeVenv('home-injected-first');
    const found = await choose({ ...home(own, 'yes'), PATH: path(join(first, 'bin')) });
    expect(found).toMatchObject({ python: join(own, 'bin/python'), chosenBecause: installedIn });
  });
});
