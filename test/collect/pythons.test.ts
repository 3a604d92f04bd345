import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { data } from './ask.ts';

let folder: string;

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'tgd-pythons-')));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** An environment, as far as files go. */
function environment(path: string, settings = 'version = 3.11.7\n'): string {
  mkdirSync(join(folder, path, 'bin'), { recursive: true });
  writeFileSync(join(folder, path, 'bin/python'), '');
  writeFileSync(join(folder, path, 'pyvenv.cfg'), settings);
  return join(folder, path, 'bin/python');
}

async function found(cwd: string, home = join(folder, 'home')): Promise<string[]> {
  const { pythons } = await data('pythons', {
    cwd: join(folder, cwd),
    environment: { HOME: home },
  });
  return pythons.map(({ path }) => path).filter((path) => path.startsWith(folder));
}

describe('environments near the working folder', () => {
  test('whatever their name in it, by the usual names above it', async () => {
    const own = environment('home/ana/x/any-name');
    const above = environment('home/ana/.venv');
    environment('home/ana/other-name');
    expect((await found('home/ana/x')).toSorted()).toEqual([own, above].toSorted());
  });

  test('no folder beside the home folder is asked for anything', async () => {
    environment('home/bob/venv');
    environment('home/venv');
    const mine = environment('home/ana/venv');
    mkdirSync(join(folder, 'home/ana/x/y'), { recursive: true });
    expect(await found('home/ana/x/y', join(folder, 'home/ana'))).toEqual([mine]);
  });
});

describe('hostile files', () => {
  test('an endless pyvenv.cfg, and a pipe in its place', async () => {
    const endless = environment('home/endless');
    rmSync(join(folder, 'home/endless/pyvenv.cfg'));
    symlinkSync('/dev/zero', join(folder, 'home/endless/pyvenv.cfg'));
    const pipe = environment('home/pipe');
    rmSync(join(folder, 'home/pipe/pyvenv.cfg'));
    execFileSync('mkfifo', [join(folder, 'home/pipe/pyvenv.cfg')]);
    expect((await found('home')).toSorted()).toEqual([endless, pipe].toSorted());
  });

  test('kernel specs and a list of environments without end', async () => {
    const kernels = join(folder, 'home/.local/share/jupyter/kernels');
    for (const name of ['endless', 'pipe', 'deep'])
      mkdirSync(join(kernels, name), { recursive: true });
    symlinkSync('/dev/zero', join(kernels, 'endless/kernel.json'));
    execFileSync('mkfifo', [join(kernels, 'pipe/kernel.json')]);
    writeFileSync(join(kernels, 'deep/kernel.json'), '['.repeat(60_000));
    mkdirSync(join(folder, 'home/.conda'), { recursive: true });
    symlinkSync('/dev/zero', join(folder, 'home/.conda/environments.txt'));
    expect(await found('home')).toEqual([]);
  });
});
