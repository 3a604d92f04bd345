import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync, unzipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { platforms } from '../../setup/package/platforms.mjs';
import { newestGlibc } from '../../setup/package/zeromq.mjs';
import { root } from '../../src/root.ts';
import { practicePython, whyNoLab } from '../lab/pythons.ts';
import { sourceFiles } from '../unit/source-files.ts';

// What `npm run package` writes: contents, sizes, licences, and that the same input gives the same bytes.

const run = promisify(execFile);

/** Why the stubs of the lab cannot be built here; undefined when they can. */
const noStubs = whyNoLab();

let folder = '';
let names: readonly string[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tf-gpu-doctor-packages-'));
  await build(folder);
  names = await readdir(folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function build(target: string, variables = {}): Promise<void> {
  const env = { ...process.env, ...variables };
  const words = noStubs === undefined ? [] : ['--without-lab-stubs'];
  await run(process.execPath, [join(root, 'setup/package.mjs'), '--to', target, ...words], {
    env,
    timeout: 150_000,
  });
}

/** The files of the wheel for a platform, by path. */
async function wheelFiles(tag: string): Promise<Readonly<Record<string, Uint8Array>>> {
  const name = names.find((one) => one.endsWith(`-py3-none-${tag}.whl`)) ?? '';
  return unzipSync(await readFile(join(folder, name)));
}

/** Paths in the npm package: the names of a tar archive stand at the beginning of each 512 bytes of head. */
async function npmFiles(): Promise<readonly string[]> {
  const archive = names.find((name) => name.endsWith('.tgz')) ?? '';
  const bytes = Buffer.from(gunzipSync(await readFile(join(folder, archive))));
  const paths: string[] = [];
  for (let at = 0; bytes[at] !== 0 && at < bytes.length;) {
    const text = (from: number, length: number): string =>
      bytes.toString('utf8', at + from, at + from + length).replace(/\0.*$/su, '');
    paths.push([text(345, 155), text(0, 100)].filter((part) => part !== '').join('/'));
    at += 512 + Math.ceil(Number.parseInt(text(124, 12), 8) / 512) * 512;
  }
  return paths.map((path) => path.replace(/^package\//u, ''));
}

const inWheel = 'tf_gpu_doctor/program/';

test('there is a wheel for each platform, and one npm package', () => {
  expect(names.filter((name) => name.endsWith('.whl'))).toHaveLength(platforms.length);
  expect(names.filter((name) => name.endsWith('.tgz'))).toHaveLength(1);
});

test('both packages have every file that is read when the program runs', async () => {
  const needed = [
    ...sourceFiles(['src', 'kernel'], ['.py', '.c', '.h', '.json', '.png', '.svg']),
    ...sourceFiles(['content'], ['.md', '.json']),
  ].map(({ path }) => path);
  expect(needed.length).toBeGreaterThan(200);
  for (const { tag } of platforms) {
    const files = await wheelFiles(tag);
    expect(needed.filter((path) => !(`${inWheel}${path}` in files))).toEqual([]);
  }
  const packed = new Set(await npmFiles());
  expect(needed.filter((path) => !packed.has(path))).toEqual([]);
});

test('both packages have the same program', async () => {
  const files = Object.keys(await wheelFiles('manylinux_2_27_x86_64'))
    .filter((path) => path.startsWith(inWheel))
    .map((path) => path.slice(inWheel.length))
    .filter((path) => !path.startsWith('node_modules/'));
  const packed = (await npmFiles()).filter(
    (path) => path !== 'README.md' && path !== 'THIRD-PARTY-LICENSES.txt',
  );
  expect(packed.toSorted()).toEqual(files.toSorted());
});

test('no package has tests, tools, TypeScript, source maps or bytecode', async () => {
  const odd = /(?:^|\/)(?:test|setup|modules)\/|\.(?:ts|map|pyc|tsbuildinfo)$/u;
  expect((await npmFiles()).filter((path) => odd.test(path))).toEqual([]);
  for (const { tag } of platforms) {
    expect(Object.keys(await wheelFiles(tag)).filter((path) => odd.test(path))).toEqual([]);
  }
});

// The stubs of the lab take 1.4 MB, 0.35 MB in the archive: they save a student the C compiler.
test('a wheel stays below 2.5 MB, unpacked below 8 MB; with the stubs of the lab 3 MB and 10 MB', async () => {
  for (const { tag } of platforms) {
    const files = await wheelFiles(tag);
    const hasStubs = Object.keys(files).some(isStub);
    const unpacked = Object.values(files).reduce((sum, bytes) => sum + bytes.length, 0);
    expect(unpacked).toBeLessThan(hasStubs ? 10e6 : 8e6);
    const name = names.find((one) => one.includes(tag)) ?? '';
    expect((await readFile(join(folder, name))).length).toBeLessThan(hasStubs ? 3e6 : 2.5e6);
  }
});

const isStub = (path: string): boolean => path.includes('lab-stubs/');

test.skipIf(noStubs !== undefined)(
  'of the wheels, only the one for Linux x86-64 has the stubs of the lab, all of them our own code',
  async () => {
    for (const { tag } of platforms) {
      const files = await wheelFiles(tag);
      const stubs = Object.keys(files).filter(isStub);
      expect([tag, stubs.length > 0]).toEqual([tag, tag === 'manylinux_2_27_x86_64']);
      for (const path of stubs.filter((one) => !one.endsWith('.json'))) {
        const text = Buffer.from(files[path] ?? []).toString('latin1');
        // Nothing but the C library and each other is named, and no path of the machine that built them.
        const named = [...text.matchAll(/\0(lib[\w+-]+\.so[.\d]*)(?=\0)/gu)].map(
          ([, name]) => name,
        );
        const foreign = named.filter(
          (name) =>
            !/^lib(?:c|m)\.so\.6$/u.test(name ?? '') &&
            !stubs.some((one) => one.endsWith(`/${name}`)),
        );
        expect([path, ...foreign]).toEqual([path]);
        expect(text).not.toContain(root);
        expect(text).not.toContain(tmpdir());
      }
    }
    expect((await npmFiles()).some(isStub)).toBe(true);
  },
);

test.skipIf(noStubs !== undefined)(
  'with the stubs of the wheel the lab needs neither a C compiler nor a cache',
  async () => {
    const home = await mkdtemp(join(tmpdir(), 'tf-gpu-doctor-shipped-'));
    try {
      for (const [path, bytes] of Object.entries(await wheelFiles('manylinux_2_27_x86_64'))) {
        await mkdir(dirname(join(home, path)), { recursive: true });
        await writeFile(join(home, path), bytes);
      }
      const bin = join(home, 'bin');
      await mkdir(bin);
      for (const name of ['sh', 'cat', 'sleep']) await symlink(`/bin/${name}`, join(bin, name));
      const program = join(home, inWheel, 'dist/src/cli/main.js');
      const words = ['lab', 'run', 'healthy', '--python', practicePython];
      const { stdout } = await run(
        process.execPath,
        [program, ...words, '--', 'nvidia-smi', '-L'],
        { env: { HOME: home, PATH: bin, XDG_CACHE_HOME: join(home, 'cache') }, timeout: 60_000 },
      );
      expect(stdout).toContain('NVIDIA GeForce RTX 3080');
      expect(existsSync(join(home, 'cache/tf-gpu-doctor/lab'))).toBe(false);
    } finally {
      await rm(home, { recursive: true });
    }
  },
);

test.skipIf(noStubs !== undefined)('without a C compiler packaging says so and fails', async () => {
  const target = await mkdtemp(join(tmpdir(), 'tf-gpu-doctor-packages-without-'));
  try {
    await mkdir(join(target, 'empty'));
    const failed: unknown = await build(target, { PATH: join(target, 'empty') }).catch(
      (error: unknown) => error,
    );
    expect(String(failed)).toContain('the command `cc` was not found');
    expect(String(failed)).toContain('--without-lab-stubs');
    expect(await readdir(target)).toEqual(['empty']);
  } finally {
    await rm(target, { recursive: true });
  }
});

test('RECORD names every file with its hash and size', async () => {
  const files = await wheelFiles('manylinux_2_27_x86_64');
  const record = Object.keys(files).find((path) => path.endsWith('/RECORD')) ?? '';
  const lines = Buffer.from(files[record] ?? [])
    .toString()
    .trim()
    .split('\n');
  const expected = Object.entries(files).map(([path, bytes]) => {
    const hash = createHash('sha256').update(bytes).digest('base64url');
    return path === record ? `${path},,` : `${path},sha256=${hash},${bytes.length}`;
  });
  expect(lines.toSorted()).toEqual(expected.toSorted());
});

test('a wheel has the one addon of its platform, which asks for no newer glibc than its tag says', async () => {
  for (const { tag, os, arch } of platforms) {
    const files = await wheelFiles(tag);
    const addons = Object.keys(files).filter((path) => path.endsWith('.node'));
    expect(addons).toHaveLength(1);
    expect(addons[0]).toContain(`/build/${os}/${arch}/`);
    if (os !== 'linux') continue;
    const glibc = newestGlibc(Buffer.from(files[addons[0] ?? ''] ?? []));
    expect(Number(glibc?.split('.')[1])).toBeLessThanOrEqual(27);
  }
});

test('each package names the licence of everything that is bundled', async () => {
  const files = await wheelFiles('manylinux_2_27_x86_64');
  const path = Object.keys(files).find((one) => one.endsWith('THIRD-PARTY-LICENSES.txt')) ?? '';
  const text = Buffer.from(files[path] ?? []).toString();
  const code = Object.entries(files)
    .filter(([name]) => name.startsWith(`${inWheel}dist/`))
    .map(([, bytes]) => Buffer.from(bytes).toString())
    .join('\n');
  const bundled = [...code.matchAll(/^\/\/ node_modules\/((?:@[^/\n]+\/)?[^/\n]+)\//gmu)].map(
    ([, name]) => name ?? '',
  );
  expect(new Set(bundled).size).toBeGreaterThan(30);
  const unnamed = [...bundled, 'zeromq', 'cmake-ts'].filter((name) => !text.includes(`\n${name} `));
  expect([...new Set(unnamed)]).toEqual([]);
  expect(text).toContain('MPL-2.0');
});

test('the same input gives the same bytes, in another time zone and another folder', async () => {
  const again = await mkdtemp(join(tmpdir(), 'tf-gpu-doctor-packages-again-'));
  try {
    await build(again, { TZ: 'Asia/Tokyo' });
    for (const name of names) {
      expect((await readFile(join(again, name))).equals(await readFile(join(folder, name)))).toBe(
        true,
      );
    }
  } finally {
    await rm(again, { recursive: true });
  }
});
