import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { compileStubs, viewLibrary } from '../../src/lab/compile.ts';
import { prepareScenario } from '../../src/lab/lab.ts';
import { findWheel } from '../../src/lab/wheel.ts';
import { practicePython, whyNoLab } from './pythons.ts';

const missing = whyNoLab();
const base = mkdtempSync(join(tmpdir(), 'tf-gpu-doctor-half-cache-'));
afterAll(() => rmSync(base, { recursive: true }));
beforeEach((context) => {
  if (missing !== undefined) context.skip(missing);
});

it('a cache of which a part was cleaned away is made whole again', async () => {
  // Compiling takes long: the half cache is a copy of the one that the other tests use.
  const lab = join(base, 'tf-gpu-doctor/lab');
  mkdirSync(lab, { recursive: true, mode: 0o700 });
  const wheel = await findWheel({ python: practicePython, environment: process.env });
  const { folder } = await compileStubs({ wheel, environment: process.env });
  const name = basename(folder);
  cpSync(folder, join(lab, name), { recursive: true });
  const files = readdirSync(join(lab, name));
  rmSync(join(lab, name, viewLibrary));
  rmSync(join(lab, name, 'libcuda.so.1'));
  const environment = { ...process.env, XDG_CACHE_HOME: base };
  const prepared = await prepareScenario('healthy', { python: practicePython, environment });
  rmSync(prepared.folder, { recursive: true });
  expect(readdirSync(lab)).toEqual([name]);
  expect(readdirSync(join(lab, name))).toEqual(files);
  expect(existsSync(join(lab, name, viewLibrary))).toBe(true);
});
