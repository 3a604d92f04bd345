import { describe, expect, test } from 'vitest';
import type { Circumstances, VisibleGpu } from '../../../src/check/circumstances.ts';
import { mayRun } from '../../../src/check/may-run.ts';

const idle: VisibleGpu = { uuid: 'GPU-a', freeMiB: 15_000, exclusive: false, heldBy: 'nobody' };
const full: VisibleGpu = { uuid: 'GPU-b', freeMiB: 300, exclusive: false, heldBy: 'others' };
const ask = (gpus: readonly VisibleGpu[], more: Partial<Circumstances> = {}) =>
  mayRun({
    hardware: 'present',
    gpus,
    shared: false,
    forced: false,
    allGpus: false,
    ...more,
  });

const everything = { run: true, visible: null, numbers: null, leftAlone: [] };
const busy = { run: false, reason: 'gpu-busy' };

describe('hardware', () => {
  test('known to be absent: there is nothing to compute on', () => {
    expect(ask([], { hardware: 'absent' })).toEqual({ run: false, reason: 'no-hardware' });
  });
  test('absent, but asked for: runs', () => {
    expect(ask([], { hardware: 'absent', forced: true })).toEqual(everything);
  });
  test('unknown is not absent', () => {
    expect(ask([], { hardware: 'unknown' })).toEqual(everything);
  });
});

describe('one GPU', () => {
  const cases: [string, Partial<VisibleGpu>, boolean][] = [
    ['idle', {}, true],
    ['shared, with room', { freeMiB: 1024, heldBy: 'others' }, true],
    ['shared, 1 MiB too little', { freeMiB: 1023, heldBy: 'others' }, false],
    ['nearly filled by this notebook', { freeMiB: 100, heldBy: 'notebook' }, false],
    ['small and free: TensorFlow will say that it is too small', { freeMiB: 900 }, true],
    ['the driver does not say how much is free', { freeMiB: null, heldBy: 'others' }, true],
    ['exclusive and free', { exclusive: true }, true],
    ['exclusive and taken', { exclusive: true, heldBy: 'others' }, false],
    ['exclusive and taken by this notebook', { exclusive: true, heldBy: 'notebook' }, false],
    ['exclusive under MPS: its server lets us in', { exclusive: true, heldBy: 'mps' }, true],
  ];
  test.each(cases)('%s', (_, change, run) => {
    expect(ask([{ ...idle, ...change }])).toEqual(run ? everything : busy);
  });
});

describe('several GPUs', () => {
  test('the busy one is left alone, the others are tried', () => {
    expect(ask([full, idle, { ...idle, uuid: 'GPU-c' }])).toEqual({
      run: true,
      visible: 'GPU-a,GPU-c',
      numbers: [1, 2],
      leftAlone: [{ gpu: 'GPU:0', because: 'busy' }],
    });
  });
  test('all busy: none is tried', () => {
    expect(ask([full, full])).toEqual(busy);
  });
  test('a free GPU that cannot be named is not tried beside a busy one', () => {
    expect(ask([full, { ...idle, uuid: null }])).toEqual(busy);
  });
});

describe('a machine on which others work', () => {
  const gpus = [
    { ...idle, freeMiB: 3000, heldBy: 'others' as const },
    { ...idle, uuid: 'GPU-b', freeMiB: 9000 },
    { ...full, uuid: 'GPU-c' },
  ];
  test('only the GPU with the most free memory is tried', () => {
    expect(ask(gpus, { shared: true })).toEqual({
      run: true,
      visible: 'GPU-b',
      numbers: [1],
      leftAlone: [
        { gpu: 'GPU:0', because: 'shared' },
        { gpu: 'GPU:2', because: 'busy' },
      ],
    });
  });
  test('every GPU, when that was asked for', () => {
    expect(ask(gpus, { shared: true, allGpus: true })).toEqual(everything);
  });
  test('with one GPU nothing changes', () => {
    expect(ask([idle], { shared: true })).toEqual(everything);
  });
  test('GPUs that cannot be named one by one are tried together', () => {
    const unnamed = [
      { ...idle, uuid: null },
      { ...idle, uuid: null },
    ];
    expect(ask(unnamed, { shared: true })).toEqual(everything);
  });
});
