import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as v from 'valibot';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { root } from '../../src/root.ts';
import { sourceFiles } from '../unit/source-files.ts';

// What `npm pack` puts into the package, and whether that runs without the rest of the clone.

const run = promisify(execFile);
const packed = v.array(
  v.object({ filename: v.string(), files: v.array(v.object({ path: v.string() })) }),
);

let folder = '';
let names: readonly string[] = [];
let archive = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tf-gpu-doctor-pack-'));
  const words = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder];
  const { stdout } = await run('npm', words, { cwd: root, timeout: 60_000, maxBuffer: 2 ** 26 });
  const [one] = v.parse(packed, JSON.parse(stdout));
  names = one?.files.map(({ path }) => path) ?? [];
  archive = join(folder, one?.filename ?? '');
});
afterAll(() => rm(folder, { recursive: true, force: true }));
beforeEach((context) => {
  if (!existsSync(join(root, 'dist'))) context.skip('there is no build: `npm run build`');
});

test('the package has every file that is read when it runs', () => {
  const read = [
    ...sourceFiles(['src', 'kernel'], ['.py', '.c', '.h', '.json', '.png', '.svg']),
    ...sourceFiles(['content', 'notebooks'], ['']),
  ].map(({ path }) => path);
  expect(read.length).toBeGreaterThan(200);
  const needed = [...read, 'package.json', 'LICENSE', 'README.md', 'dist/kernel/main.js'];
  expect(needed.filter((path) => !names.includes(path) && !path.includes('__pycache__'))).toEqual(
    [],
  );
});

test('the package has no tests, no tools and no TypeScript', () => {
  const odd = names.filter((path) =>
    /^(?:test|setup|dist\/modules)\/|\.(?:ts|map|tsbuildinfo)$|__pycache__/u.test(path),
  );
  expect(odd).toEqual([]);
});

test('the command runs from the package alone', async (context) => {
  if (process.platform === 'win32') context.skip('the archive is unpacked with tar');
  await run('tar', ['-xzf', archive, '-C', folder], { timeout: 60_000 });
  await symlink(join(root, 'node_modules'), join(folder, 'package', 'node_modules'));
  const main = join(folder, 'package', 'dist', 'src', 'cli', 'main.js');
  const ask = async (...words: string[]) =>
    (await run(process.execPath, [main, ...words], { timeout: 60_000, maxBuffer: 2 ** 26 })).stdout;
  expect(await ask('guide', 'cudnn-missing')).toContain('cuDNN');
  expect(await ask('snapshot', '--script')).toContain('"schema"');
  expect(await ask('lab', 'list')).toContain('healthy');
  expect(JSON.parse(await ask('snapshot', '--static', '--json'))).toMatchObject({
    schema: 'tf-gpu-doctor/snapshot',
  });
});
