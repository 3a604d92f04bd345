import { expect, test } from 'vitest';
import { loadIn } from '../../../src/performance/gpu-load.ts';
import type { Observed, Observations } from '../../../src/snapshot/observations/index.ts';

const cudaGpu: Observed<'cuda-driver'>['masked']['devices'][number] = {
  index: 0,
  name: null,
  uuid: null,
  busId: '0000:01:00.0',
  computeCapability: null,
  memoryMiB: 8192,
  multiprocessors: null,
  computeMode: 0,
};
const managedGpu: Observed<'nvml'>['devices'][number] = {
  index: 0,
  name: null,
  uuid: null,
  busId: '00000000:01:00.0',
  computeCapability: null,
  memoryTotalMiB: 8192,
  memoryFreeMiB: 6000,
  computeMode: 0,
  migMode: null,
  migInstances: null,
  eccUncorrected: null,
  throttleReasons: null,
  utilisationPercent: 12,
  holders: null,
  vgpuLicensed: null,
  error: null,
};

function observed(
  cuda: readonly Partial<typeof cudaGpu>[],
  managed: readonly Partial<typeof managedGpu>[] | undefined,
): Observations {
  const library = { path: null, loadError: null };
  const devices = cuda.map((one) => ({ ...cudaGpu, ...one }));
  return {
    'cuda-driver': {
      ok: true,
      ms: 1,
      data: {
        ...library,
        others: [],
        fileVersion: null,
        driverApiVersion: null,
        lab: false,
        masked: { cuInit: 0, deviceCount: devices.length, devices },
        unmasked: null,
      },
    },
    ...(managed && {
      nvml: {
        ok: true,
        ms: 1,
        data: {
          ...library,
          initCode: 0,
          initText: null,
          driverVersion: null,
          cudaVersion: null,
          devices: managed.map((one) => ({ ...managedGpu, ...one })),
        },
      },
    }),
  };
}

test('GPUs are joined by their bus address, in CUDA’s order', () => {
  const other = { busId: '00000000:41:00.0', memoryFreeMiB: 100, utilisationPercent: 90 };
  expect(loadIn(observed([{ busId: '0000:41:00.0' }, {}], [{}, other]))).toEqual([
    { freeMiB: 100, busyPercent: 90 },
    { freeMiB: 6000, busyPercent: 12 },
  ]);
});

test('a slice of a GPU has no more free than it has in all', () => {
  expect(loadIn(observed([{ memoryMiB: 4864 }], [{}]))[0]?.freeMiB).toBe(4864);
});

test('without the management library nothing is known of the GPUs that CUDA shows', () => {
  expect(loadIn(observed([{}], undefined))).toEqual([{ freeMiB: null, busyPercent: null }]);
  expect(loadIn(observed([{ busId: null }], [{ busId: null }]))).toEqual([
    { freeMiB: null, busyPercent: null },
  ]);
});

test('without a driver there are none', () => {
  expect(loadIn({})).toEqual([]);
});
