import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as v from 'valibot';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  installKernel,
  kernelFolder,
  kernelMain,
  listKernels,
  uninstallKernel,
  type World,
} from '../../../src/jupyter/kernelspec.ts';
import { root } from '../../../src/root.ts';

let folder: string;
let world: World;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kernelspec-'));
  world = {
    environment: { HOME: folder, JUPYTER_PATH: '' },
    platform: 'linux',
    node: process.execPath,
    prefixes: [join(folder, 'practice')],
  };
});
afterEach(() => rm(folder, { recursive: true }));

const user = { kind: 'user' } as const;

const anySpec = v.record(v.string(), v.unknown());

async function readSpec(): Promise<Record<string, unknown>> {
  const text = await readFile(join(kernelFolder(user, world), 'kernel.json'), 'utf8');
  return v.parse(anySpec, JSON.parse(text));
}

test('kernel.json starts this clone with absolute paths and says what the kernel can do', async () => {
  await installKernel(user, world, '/opt/tf/bin/python');
  const spec = await readSpec();
  expect(spec['argv']).toEqual([
    process.execPath,
    join(root, 'dist', 'kernel', 'main.js'),
    '--connection-file',
    '{connection_file}',
    '--python',
    '/opt/tf/bin/python',
  ]);
  expect(spec['display_name']).toBe('TensorFlow GPU Doctor');
  expect(spec['language']).toBe('python');
  expect(spec['interrupt_mode']).toBe('message');
  expect(spec['metadata']).toMatchObject({ debugger: true, supported_encryption: ['curve'] });
});

test('without a Python the kernel chooses by itself', async () => {
  await installKernel(user, world);
  expect((await readSpec())['argv']).not.toContain('--python');
});

test('logos are what their names say', async () => {
  await installKernel(user, world);
  const files = await readdir(kernelFolder(user, world));
  expect(files.toSorted()).toEqual([
    'kernel.json',
    'logo-32x32.png',
    'logo-64x64.png',
    'logo-svg.svg',
  ]);
  for (const size of [32, 64]) {
    const png = await readFile(join(kernelFolder(user, world), `logo-${size}x${size}.png`));
    // Width and height of a PNG stand at fixed places in its first chunk.
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([size, size]);
  }
});

test.each([
  [user, {}, 'linux', ['.local', 'share', 'jupyter']],
  [user, { XDG_DATA_HOME: '/data' }, 'linux', '/data/jupyter'],
  [user, { JUPYTER_DATA_DIR: '/jupyter' }, 'linux', '/jupyter'],
  [user, {}, 'darwin', ['Library', 'Jupyter']],
  [{ kind: 'active' } as const, { VIRTUAL_ENV: '/env' }, 'linux', '/env/share/jupyter'],
  [{ kind: 'active' } as const, { CONDA_PREFIX: '/conda' }, 'linux', '/conda/share/jupyter'],
  [{ kind: 'prefix', prefix: '/p' } as const, {}, 'linux', '/p/share/jupyter'],
] as const)('%o with %o on %s is %s', (place, environment, platform, expected) => {
  const there = kernelFolder(place, {
    ...world,
    platform,
    environment: { ...world.environment, ...environment },
  });
  const dataFolder = typeof expected === 'string' ? expected : join(folder, ...expected);
  expect(there).toBe(join(dataFolder, 'kernels', 'tf-gpu-doctor'));
});

test('an environment that is not active cannot be meant', async () => {
  await expect(installKernel({ kind: 'active' }, world)).rejects.toThrow(
    /No environment is active/u,
  );
});

test('a kernel of the same name that others made is left alone', async () => {
  const there = kernelFolder(user, world);
  await mkdir(there, { recursive: true });
  await writeFile(join(there, 'kernel.json'), '{"argv": ["python"], "display_name": "Mine"}');
  await expect(installKernel(user, world)).rejects.toThrow(/not made by tf-gpu-doctor/u);
  await expect(uninstallKernel(user, world)).rejects.toThrow(/not made by tf-gpu-doctor/u);
  expect(await readSpec()).toMatchObject({ display_name: 'Mine' });
});

test('logos without a kernel.json, as an interrupted installation leaves them, are no obstacle', async () => {
  const there = kernelFolder(user, world);
  await mkdir(there, { recursive: true });
  await writeFile(join(there, 'logo-svg.svg'), '');
  await installKernel(user, world);
  expect((await readFile(join(there, 'logo-svg.svg'), 'utf8')).length).toBeGreaterThan(100);
});

test('a folder that cannot be made is named', async () => {
  await writeFile(join(folder, '.local'), 'a file in the way');
  await expect(installKernel(user, world)).rejects.toThrow(/cannot be written to .*\.local/u);
});

test('uninstall takes it away once', async () => {
  await installKernel(user, world);
  expect(await uninstallKernel(user, world)).toBe(true);
  expect(await uninstallKernel(user, world)).toBe(false);
  expect(await readdir(dirname(kernelFolder(user, world)))).toEqual([]);
});

test('list finds the kernel in every place and says when a copy has moved', async () => {
  await installKernel(user, world);
  const prefix = { kind: 'prefix', prefix: join(folder, 'practice') } as const;
  await installKernel(prefix, world);
  const file = join(kernelFolder(prefix, world), 'kernel.json');
  const spec = await readFile(file, 'utf8');
  await writeFile(file, spec.replaceAll(root, '/gone/tf-gpu-doctor'));

  const found = await listKernels(world);
  expect(found.map(({ folder: where, state }) => [where, state])).toEqual([
    [kernelFolder(prefix, world), 'moved'],
    [kernelFolder(user, world), expect.stringMatching(/^(ready|not-built)$/u)],
  ]);
});

test('list says which program is gone', async () => {
  const other = join(folder, 'other');
  await mkdir(join(other, 'dist', 'kernel'), { recursive: true });
  await writeFile(join(other, 'package.json'), '{}');
  await installKernel(user, world, join(folder, 'python'));
  const file = join(kernelFolder(user, world), 'kernel.json');
  const moveTo = async (from: string, to: string) =>
    writeFile(file, (await readFile(file, 'utf8')).replaceAll(from, to));
  const state = async () => (await listKernels(world)).map((kernel) => kernel.state);

  await moveTo(root, other);
  expect(await state()).toEqual(['not-built']);
  await writeFile(kernelMain.replace(root, other), '');
  expect(await state()).toEqual(['python-gone']);
  await writeFile(join(folder, 'python'), '');
  expect(await state()).toEqual(['other-clone']);
  await moveTo(process.execPath, '/gone/node');
  expect(await state()).toEqual(['node-gone']);
});

test('installed by pip, it is started by the Python of that environment', async () => {
  const home = process.execPath;
  const found = await installKernel(user, { ...world, home }, '/opt/tf/bin/python');
  const words = ['-m', 'tf_gpu_doctor.kernel', '--connection-file', '{connection_file}'];
  expect((await readSpec())['argv']).toEqual([home, ...words, '--python', '/opt/tf/bin/python']);
  expect(['python-gone', 'not-built']).toContain(found.state);
});

test('a kernel that pip installed is listed, and left to pip', async () => {
  const prefix = join(folder, 'environment');
  const place = { kind: 'prefix', prefix } as const;
  const argv = ['python', '-m', 'tf_gpu_doctor.kernel', '--connection-file', '{connection_file}'];
  const metadata = { 'tf-gpu-doctor': { wheel: '0.1.0' } };
  await mkdir(kernelFolder(place, world), { recursive: true });
  const file = join(kernelFolder(place, world), 'kernel.json');
  await writeFile(file, JSON.stringify({ argv, metadata }));
  const states = await listKernels({ ...world, prefixes: [prefix] });
  expect(states.map(({ state }) => state)).toEqual(['pip']);
  await expect(installKernel(place, world)).rejects.toThrow(/pip put the kernel/);
  await expect(uninstallKernel(place, world)).rejects.toThrow(/pip uninstall tf-gpu-doctor/);
});
