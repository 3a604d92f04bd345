import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';

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
