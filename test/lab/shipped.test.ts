import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { runProcess } from '../../src/process/process.ts';
import { root } from '../../src/root.ts';
import { practicePython, whyNoLab } from './pythons.ts';

const reason = whyNoLab();
const base = mkdtempSync(join(tmpdir(), 'tf-gpu-doctor-shipped-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));

it.skipIf(reason !== undefined)(
  'stubs that were built for a package need no compiler and no cache',
  async () => {
    // A package: its own folder with the program, the stubs beside it, and no C compiler on PATH.
    const home = join(base, 'package');
    mkdirSync(home);
    for (const name of ['dist', 'content', 'src', 'package.json', 'node_modules', 'kernel'])
      symlinkSync(join(root, name), join(home, name));
    rmSync(join(home, 'dist'));
    cpSync(join(root, 'dist'), join(home, 'dist'), { recursive: true });
    const node = (...args: readonly string[]) =>
      runProcess({
        file: process.execPath,
        args: ['--preserve-symlinks', '--preserve-symlinks-main', ...args],
        environment: { ...process.env, XDG_CACHE_HOME: join(base, 'cache') },
        timeoutMs: 110_000,
      });
    const built = await node(join(root, 'setup/lab-stubs.mjs'), join(home, 'lab-stubs'));
    expect(built.stdout).toContain('The stubs are in');
    expect(readdirSync(join(home, 'lab-stubs'))).toEqual(['linux-x64-cuda12']);
    const bin = join(base, 'bin');
    mkdirSync(bin);
    for (const name of ['sh', 'cat', 'sleep']) symlinkSync(`/bin/${name}`, join(bin, name));
    const { stdout, stderr, end } = await runProcess({
      file: process.execPath,
      args: [
        join(home, 'dist/src/cli/main.js'),
        'lab',
        'run',
        'healthy',
        '--python',
        practicePython,
        '--',
        'nvidia-smi',
        '-L',
      ],
      environment: { HOME: base, PATH: bin, XDG_CACHE_HOME: join(base, 'cache') },
      timeoutMs: 60_000,
    });
    expect({ end, stderr }).toMatchObject({ end: { how: 'exit', code: 0 } });
    expect(stdout).toContain('NVIDIA GeForce RTX 3080');
    expect(existsSync(join(base, 'cache/tf-gpu-doctor/lab'))).toBe(false);
  },
  120_000,
);
