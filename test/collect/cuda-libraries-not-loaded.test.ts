import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from '../../src/root.ts';
import { compile, data, hasCompiler } from './ask.ts';
import { fakeWheel, runpath } from './fake-wheel.ts';

let folder: string;
let site: string;
const version9 = '-DCUDNN=90300';

/** A cuBLAS with one fault, in a folder that LD_LIBRARY_PATH puts first, beside the packages of `site`. */
function withCublas(name: string, fault: string): Record<string, string> {
  compile('library.c', join(folder, name, 'libcublas.so.12'), [version9, fault]);
  return { PYTHONPATH: site, LD_LIBRARY_PATH: join(folder, name) };
}

describe.skipIf(!hasCompiler || process.platform !== 'linux')('cuda-libraries, not loaded', () => {
  beforeAll(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'tgd-not-loaded-')));
    site = join(folder, 'site');
    const wheel = '$ORIGIN/../nvidia/cudnn/lib';
    fakeWheel(site, { version: '2.21.0', cuda: '12.5.1', cudnn: '9', linking: runpath(wheel) });
    compile('library.c', join(site, 'nvidia/cudnn/lib/libcudnn.so.9'), [version9]);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('a library that cannot be read in time is neither broken nor sound', async () => {
    const environment = withCublas('slow', '-DHANG');
    const script = join(root, 'test/collect/stubs/impatient.py');
    const { libraries: found } = await data('cuda-libraries', { environment, script });
    expect(found.find((one) => one.soname === 'libcublas.so.12')).toMatchObject({
      path: join(folder, 'slow/libcublas.so.12'),
      loads: null,
      why: 'timeout',
      error: expect.stringContaining('no answer within'),
    });
    expect(found.find((one) => one.soname === 'libcudnn.so.9')).toMatchObject({ loads: true });
  });

  test('with --no-driver no library is loaded, and no program run', async () => {
    const environment = withCublas('not-loaded', '-DCRASH');
    const ptxas = join(folder, 'programs/ptxas');
    mkdirSync(dirname(ptxas), { recursive: true });
    writeFileSync(ptxas, `#!/bin/sh\necho ran >> ${join(folder, 'programs/ran')}\n`, {
      mode: 0o755,
    });
    const found = await data('cuda-libraries', {
      environment: { ...environment, PATH: dirname(ptxas) },
      args: ['--no-driver'],
    });
    expect(found.method).toBe('files');
    expect(found.libraries[0]).toMatchObject({ soname: 'libcudart.so.12' });
    expect(found.libraries.map(({ loads }) => loads)).not.toContain(true);
    expect(found.libraries.find((one) => one.soname === 'libcublas.so.12')).toMatchObject({
      path: join(folder, 'not-loaded/libcublas.so.12'),
      loads: null,
      why: null,
    });
    expect(found.tools.find(({ name }) => name === 'ptxas')).toMatchObject({
      path: ptxas,
      version: null,
    });
    expect(existsSync(join(folder, 'programs/ran'))).toBe(false);
  });
});
