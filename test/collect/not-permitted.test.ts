import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { collectThrough } from '../../src/collect/prefix.ts';

// Root may read everything, so these run as nobody; they need root to become that.
const nobody = ['setpriv', '--reuid', '65534', '--regid', '65534', '--clear-groups'];
const systemPython = '/usr/bin/python3';
const possible =
  process.getuid?.() === 0 &&
  existsSync(systemPython) &&
  spawnSync('setpriv', [...nobody.slice(1), 'true']).status === 0;

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tgd-nobody-'));
  chmodSync(folder, 0o755);
  mkdirSync(join(folder, 'bin'));
  for (const name of ['libcuda.so.1', 'libnvidia-ml.so.1', 'bin/nvidia-smi']) {
    writeFileSync(join(folder, name), '#!/bin/sh\necho secret\n');
    chmodSync(join(folder, name), 0o700);
  }
  mkdirSync(join(folder, 'closed'), { mode: 0o700 });
});
afterAll(() => rmSync(folder, { recursive: true }));

describe.skipIf(!possible)('what this user may not read', () => {
  test('is said, and costs nothing else', async () => {
    const observations = await collectThrough({
      prefix: nobody,
      python: systemPython,
      environment: {
        PATH: `${join(folder, 'bin')}:${join(folder, 'closed')}:/usr/bin:/bin`,
        LD_LIBRARY_PATH: `${folder}:${join(folder, 'closed')}`,
        HOME: join(folder, 'closed'),
        CUDA_HOME: join(folder, 'closed'),
        VIRTUAL_ENV: join(folder, 'closed'),
      },
      cwd: '/',
    });
    expect(observations['cuda-driver']).toMatchObject({
      ok: true,
      data: { path: null, loadError: expect.stringContaining('libcuda.so.1') },
    });
    expect(observations.nvml).toMatchObject({
      ok: true,
      data: { path: null, loadError: expect.stringContaining('libnvidia-ml.so.1') },
    });
    expect(observations['nvidia-smi']).toMatchObject({ ok: true, data: { path: null } });
    const unanswered = Object.entries(observations).filter(
      ([, one]) => !one.ok && one.reason !== 'not-applicable',
    );
    expect(unanswered).toEqual([]);
    expect(JSON.stringify(observations)).not.toContain('secret');
  });
});
