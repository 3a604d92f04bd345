import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask, askAll, data } from './ask.ts';

let folder: string;

/** A PATH whose only nvidia-smi is this script. */
function smi(name: string, script: string, mode = 0o755): Record<string, string> {
  const bin = join(folder, name);
  mkdirSync(bin);
  writeFileSync(join(bin, 'nvidia-smi'), script);
  chmodSync(join(bin, 'nvidia-smi'), mode);
  return { PATH: `${bin}:/usr/bin:/bin` };
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tgd-smi-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('nvidia-smi', () => {
  test('missing', async () => {
    const environment = { PATH: join(folder, 'nowhere') };
    expect(await data('nvidia-smi', { environment })).toEqual({
      path: null,
      exitCode: null,
      timedOut: false,
      stdout: '',
      stderr: '',
    });
  });

  test('what it prints, as it is', async () => {
    const environment = smi('good', '#!/bin/sh\nprintf "| NVIDIA-SMI 550.54.14 |\\n"\n');
    expect(await data('nvidia-smi', { environment })).toEqual({
      path: join(folder, 'good/nvidia-smi'),
      exitCode: 0,
      timedOut: false,
      limitSeconds: 4,
      stdout: '| NVIDIA-SMI 550.54.14 |\n',
      stderr: '',
    });
  });

  test('exits 1 with a message', async () => {
    const script = '#!/bin/sh\necho "NVIDIA-SMI has failed" >&2\nexit 9\n';
    expect(await data('nvidia-smi', { environment: smi('fails', script) })).toMatchObject({
      exitCode: 9,
      timedOut: false,
      stderr: 'NVIDIA-SMI has failed\n',
    });
  });

  test('rubbish, a lot of it, is cut and still text', async () => {
    const script = '#!/bin/sh\nhead -c 2000000 /dev/zero | tr "\\0" "\\377"\n';
    const found = await data('nvidia-smi', { environment: smi('rubbish', script) });
    expect(found.exitCode).toBe(0);
    expect(found.stdout).toMatch(/^\uFFFD+$/);
    expect(found.stdout.length).toBeLessThanOrEqual(262_144);
  });

  test('killed by a signal', async () => {
    const found = await data('nvidia-smi', { environment: smi('dies', '#!/bin/sh\nkill -9 $$\n') });
    expect(found.exitCode).toBe(-9);
  });

  test('a file that is no program', async () => {
    const environment = smi('no-program', 'just text\n');
    expect(await ask('nvidia-smi', { environment })).toMatchObject({ ok: false, reason: 'error' });
  });

  test('not executable counts as missing, as it does for a shell', async () => {
    const environment = smi('not-permitted', '#!/bin/sh\necho no\n', 0o644);
    expect((await data('nvidia-smi', { environment })).path).toBeNull();
  });

  test('its limit follows the GPUs on the PCI bus, and whether they are kept initialised', async () => {
    const machine = join(folder, 'eight');
    const environment = smi('eight-gpus', '#!/bin/sh\n');
    for (let index = 0; index < 8; index++) {
      const device = join(machine, `sys/bus/pci/devices/0000:0${index}:00.0`);
      mkdirSync(device, { recursive: true });
      writeFileSync(join(device, 'vendor'), '0x10de\n');
      writeFileSync(join(device, 'class'), '0x030200\n');
    }
    const limit = async (): Promise<number | undefined> =>
      (await data('nvidia-smi', { environment, args: ['--root', machine] })).limitSeconds;
    expect(await limit()).toBe(44);
    mkdirSync(join(machine, 'run/nvidia-persistenced'), { recursive: true });
    writeFileSync(join(machine, 'run/nvidia-persistenced/socket'), '');
    expect(await limit()).toBe(12);
  });

  test('an empty part of PATH is not the working folder', async () => {
    const here = smi('working-folder', '#!/bin/sh\n');
    const cwd = join(folder, 'working-folder');
    expect(here['PATH']).toContain(cwd);
    expect(
      (await data('nvidia-smi', { environment: { PATH: ':/usr/bin:' }, cwd })).path,
    ).toBeNull();
  });

  test('a hang costs its own limit and its own answer only', async () => {
    const environment = smi('hangs', '#!/bin/sh\necho begun\nsleep 100\n');
    const { observations, order, result } = await askAll(
      ['nvidia-smi', 'cuda-driver', 'environment', 'system'],
      { environment },
    );
    expect(observations['nvidia-smi']).toMatchObject({ ok: true, data: { timedOut: true } });
    expect(observations['cuda-driver']?.ok).toBe(true);
    // Nothing else is kept waiting by it.
    expect(order.at(-1)).toBe('nvidia-smi');
    expect(result.end).toEqual({ how: 'exit', code: 0 });
  });
});
