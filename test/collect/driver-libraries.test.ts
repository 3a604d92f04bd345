import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from '../../src/root.ts';
import { ask, askAll, compile, data, hasCompiler } from './ask.ts';

let folder: string;
const library = (name: string): Record<string, string> => ({ LD_LIBRARY_PATH: join(folder, name) });

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tgd-driver-'));
  for (const name of ['good', 'rubbish', 'empty', 'bare', 'compat']) mkdirSync(join(folder, name));
  for (const name of ['libcuda.so.1', 'libnvidia-ml.so.1']) {
    writeFileSync(join(folder, 'rubbish', name), 'this is no library\n'.repeat(100));
    writeFileSync(join(folder, 'empty', name), '');
  }
  if (!hasCompiler) return;
  compile('cuda.c', join(folder, 'good/libcuda.so.550.54.14'));
  symlinkSync('libcuda.so.550.54.14', join(folder, 'good/libcuda.so.1'));
  compile('cuda.c', join(folder, 'compat/libcuda.so.1'));
  compile('nvml.c', join(folder, 'good/libnvidia-ml.so.1'));
  compile('empty.c', join(folder, 'bare/libnvidia-ml.so.1'));
  compile('empty.c', join(folder, 'bare/libcuda.so.1'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe.skipIf(!hasCompiler)('cuda-driver', () => {
  test('the file that is mapped, its version, its cards', async () => {
    const found = await data('cuda-driver', { environment: library('good') });
    expect(found).toMatchObject({
      path: join(folder, 'good/libcuda.so.550.54.14'),
      loadError: null,
      fileVersion: '550.54.14',
      driverApiVersion: 12040,
      lab: false,
      unmasked: null,
      masked: { cuInit: 0, deviceCount: 2 },
    });
    expect(found.masked.devices[1]).toEqual({
      index: 1,
      name: 'Stub RTX',
      uuid: 'GPU-01ababab-abab-abab-abab-abababababab',
      busId: '0000:01:00.0',
      computeCapability: '8.9',
      memoryMiB: 8192,
      multiprocessors: 76,
      computeMode: 0,
    });
  });

  test('a mask is told from absent cards', async () => {
    const environment = { ...library('good'), CUDA_VISIBLE_DEVICES: '-1' };
    const found = await data('cuda-driver', { environment });
    expect(found.masked.deviceCount).toBe(0);
    expect(found.unmasked?.deviceCount).toBe(2);
  });

  test('the order of the GPUs is the same with and without the mask', async () => {
    const environment = {
      ...library('good'),
      CUDA_VISIBLE_DEVICES: '0',
      CUDA_DEVICE_ORDER: 'PCI_BUS_ID',
    };
    const found = await data('cuda-driver', { environment });
    expect(found.masked.devices[0]?.uuid).toMatch(/^GPU-80/);
    expect(found.unmasked?.devices[0]?.uuid).toMatch(/^GPU-80/);
  });

  test('without fork, as on Windows, the mask is seen all the same', async () => {
    const environment = { ...library('good'), CUDA_VISIBLE_DEVICES: '-1' };
    const script = join(root, 'test/collect/stubs/without_fork.py');
    const { observations } = await askAll(['cuda-driver', 'environment'], { environment, script });
    expect(observations['cuda-driver']).toMatchObject({
      ok: true,
      data: { masked: { deviceCount: 0 }, unmasked: { deviceCount: 2 } },
    });
    expect(observations.environment).toMatchObject({
      data: { variables: { CUDA_VISIBLE_DEVICES: '-1' } },
    });
  });

  test('another libcuda that the loader could have met', async () => {
    const both = `${join(folder, 'compat')}:${join(folder, 'good')}`;
    const found = await data('cuda-driver', { environment: { LD_LIBRARY_PATH: both } });
    expect(found.path).toBe(join(folder, 'compat/libcuda.so.1'));
    expect(found.fileVersion).toBeNull();
    expect(found.others).toContain(join(folder, 'good/libcuda.so.550.54.14'));
  });

  test.each([
    ['100', { cuInit: 100, deviceCount: null, devices: [] }],
    ['803', { cuInit: 803, deviceCount: null, devices: [] }],
  ])('cuInit %s is an answer', async (code, masked) => {
    const environment = { ...library('good'), STUB_CUINIT: code };
    expect((await data('cuda-driver', { environment })).masked).toEqual(masked);
  });

  test('a crash in cuInit costs only this answer', async () => {
    const environment = { ...library('good'), STUB_CUINIT: '-1' };
    const { observations } = await askAll(['cuda-driver', 'nvml', 'environment'], { environment });
    expect(observations['cuda-driver']).toMatchObject({
      ok: false,
      reason: 'crashed',
      detail: 'SIGABRT',
    });
    expect(observations.nvml?.ok).toBe(true);
    expect(observations.environment?.ok).toBe(true);
  });

  test('a hang in cuInit ends at the limit', async () => {
    const environment = { ...library('good'), STUB_CUINIT: '-2' };
    const found = await ask('cuda-driver', { environment, args: ['--limit', '0.5'] });
    expect(found).toMatchObject({ ok: false, reason: 'timeout' });
  });

  test('what survives SIGKILL is named and left behind, and the rest is answered', async () => {
    const { observations, result } = await askAll(['cuda-driver', 'environment'], {
      environment: { ...library('good'), STUB_CUINIT: '-2' },
      args: ['--limit', '0.5'],
      script: join(root, 'test/collect/stubs/survives.py'),
    });
    expect(observations['cuda-driver']).toMatchObject({
      ok: false,
      reason: 'driver-hangs',
      detail: expect.stringMatching(/^process \d+ survived SIGKILL$/),
    });
    expect(observations.environment?.ok).toBe(true);
    expect(result.end).toEqual({ how: 'exit', code: 0 });
  });

  test('a library without the functions', async () => {
    const found = await ask('cuda-driver', { environment: library('bare') });
    expect(found).toMatchObject({ ok: false, reason: 'error' });
  });
});

describe.skipIf(!hasCompiler)('nvml', () => {
  test('driver, cards, and who holds them', async () => {
    const found = await data('nvml', { environment: library('good') });
    expect(found).toMatchObject({
      path: join(folder, 'good/libnvidia-ml.so.1'),
      loadError: null,
      initCode: 0,
      driverVersion: '550.54.14',
      cudaVersion: '12.4',
      confidentialComputing: { on: true, ready: false },
    });
    expect(found.devices[0]).toEqual({
      index: 0,
      name: 'Stub RTX',
      uuid: 'GPU-00ababab-abab-abab-abab-abababababab',
      busId: '00000000:01:00.0',
      computeCapability: '8.9',
      memoryTotalMiB: 8192,
      memoryFreeMiB: 1024,
      computeMode: 3,
      migMode: 1,
      migInstances: 3,
      eccUncorrected: 2,
      persistenceMode: 1,
      utilisationPercent: 37,
      virtualisationMode: 1,
      throttleReasons: 0x40,
      holders: [
        { pid: expect.any(Number), own: true, memoryMiB: 512, mpsServer: false },
        { pid: 4_000_000, own: false, memoryMiB: null, mpsServer: false },
      ],
      vgpuLicensed: null,
      error: null,
    });
  });

  test('a card that cannot be asked says why', async () => {
    const found = await data('nvml', { environment: library('good') });
    expect(found.devices[1]).toMatchObject({ index: 1, name: null, holders: null, error: 'Stub' });
  });

  test('a refusal is an answer with its text', async () => {
    const environment = { ...library('good'), STUB_NVML: '18' };
    expect(await data('nvml', { environment })).toMatchObject({
      initCode: 18,
      initText: 'Driver/library version mismatch',
      driverVersion: null,
      devices: [],
    });
  });

  test('a crash, a hang, a library without the functions', async () => {
    const crash = { ...library('good'), STUB_NVML: '-1' };
    expect(await ask('nvml', { environment: crash })).toMatchObject({ reason: 'crashed' });
    const hang = { ...library('good'), STUB_NVML: '-2' };
    expect(await ask('nvml', { environment: hang, args: ['--limit', '0.5'] })).toMatchObject({
      reason: 'timeout',
    });
    expect(await data('nvml', { environment: library('bare') })).toMatchObject({
      initCode: null,
      devices: [],
    });
  });
});

describe.each(['cuda-driver', 'nvml'] as const)('%s without a usable library', (name) => {
  test.each([
    ['empty', 'file too short'],
    ['rubbish', 'invalid ELF header'],
    ['nothing', 'cannot open shared object file'],
  ])('%s', async (where, error) => {
    const found = await data(name, { environment: library(where) });
    expect(found.path).toBeNull();
    expect(found.loadError).toContain(error);
  });

  test('left out when the driver is to be left alone', async () => {
    const found = await ask(name, { args: ['--no-driver'] });
    expect(found).toMatchObject({ ok: false, reason: 'left-out' });
  });
});
