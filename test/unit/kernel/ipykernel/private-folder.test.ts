import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { makePrivateFolder } from '../../../../kernel/ipykernel/private-folder.ts';

const usual = process.env['TMPDIR'];
let place: string;
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'tfgd-unit-'));
});
afterEach(() => {
  if (usual === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = usual;
  rmSync(place, { recursive: true });
});

it('is in TMPDIR, for this user only, and goes away', () => {
  process.env['TMPDIR'] = place;
  const folder = makePrivateFolder({});
  expect(dirname(folder.path)).toBe(place);
  expect(statSync(folder.path).mode & 0o777).toBe(0o700);
  expect(statSync(folder.write('c', 'secret')).mode & 0o777).toBe(0o600);
  folder.remove();
  expect(() => statSync(folder.path)).toThrow('ENOENT');
});

it.each(['missing', 'file', 'a'.repeat(200)])('falls back when TMPDIR is unusable (%s)', (name) => {
  writeFileSync(join(place, 'file'), '');
  process.env['TMPDIR'] = join(place, name);
  const folder = makePrivateFolder({});
  expect(dirname(folder.path)).not.toContain(place);
  folder.remove();
});

it('removes what kernels of this machine left that were killed, and nothing else', async () => {
  process.env['TMPDIR'] = place;
  const ended = spawnSync(process.execPath, ['--version']).pid;
  const first = makePrivateFolder({});
  const [, host = ''] = basename(first.path).split('-');
  const left = join(place, `tfgd-${host}-${ended}-abcdef`);
  const others = [
    first.path,
    join(place, `tfgd-0other-${ended}-abcdef`),
    join(place, `tfgd-${host}-notes`),
  ];
  for (const folder of [left, ...others.slice(1)]) mkdirSync(folder);
  writeFileSync(join(left, 'c.json'), '{}');
  const second = makePrivateFolder({});
  await vi.waitFor(() => expect(existsSync(left)).toBe(false));
  expect(others.filter((path) => !existsSync(path))).toEqual([]);
  first.remove();
  second.remove();
});
