import { describe, expect, test } from 'vitest';
import { mayRun, type Card } from '../../../src/check/may-run.ts';

const idle: Card = { uuid: 'GPU-a', freeMiB: 15_000, exclusive: false, heldBy: 'nobody' };
const full: Card = { uuid: 'GPU-b', freeMiB: 300, exclusive: false, heldBy: 'others' };
const ask = (cards: readonly Card[], more = {}) =>
  mayRun({ hardware: 'present', cards, forced: false, ...more });

describe('hardware', () => {
  test('known to be absent: nothing to compute on', () => {
    expect(ask([], { hardware: 'absent' })).toMatchObject({ run: false, reason: 'no-hardware' });
  });
  test('absent, but asked for: runs', () => {
    expect(ask([], { hardware: 'absent', forced: true }).run).toBe(true);
  });
  test('unknown is not absent', () => {
    expect(ask([], { hardware: 'unknown' }).run).toBe(true);
  });
});

describe('one card', () => {
  const cases: [string, Partial<Card>, boolean][] = [
    ['idle', {}, true],
    ['shared, with room', { freeMiB: 1024, heldBy: 'others' }, true],
    ['shared, 1 MiB too little', { freeMiB: 1023, heldBy: 'others' }, false],
    ['nearly filled by this notebook', { freeMiB: 100, heldBy: 'notebook' }, false],
    ['small and free: its smallness is for TensorFlow to say', { freeMiB: 900 }, true],
    ['nobody told how much is free', { freeMiB: null, heldBy: 'others' }, true],
    ['exclusive and free', { exclusive: true }, true],
    ['exclusive and taken', { exclusive: true, heldBy: 'others' }, false],
    ['exclusive and taken by this notebook', { exclusive: true, heldBy: 'notebook' }, false],
  ];
  test.each(cases)('%s', (_, change, run) => {
    expect(ask([{ ...idle, ...change }]).run).toBe(run);
  });

  test('is busy in words that name the holder', () => {
    expect(ask([{ ...full, heldBy: 'notebook' }])).toStrictEqual({
      run: false,
      reason: 'gpu-busy',
      because:
        "GPU:0 has 300 MiB free of the 1024 MiB needed; this notebook's own Python holds the rest.",
    });
  });
});

describe('several cards', () => {
  test('the busy one is left alone, the others are tried', () => {
    expect(ask([full, idle, { ...idle, uuid: 'GPU-c' }])).toMatchObject({
      run: true,
      busy: [0],
      visible: 'GPU-a,GPU-c',
      numbers: [1, 2],
    });
  });
  test('all busy: none is tried', () => {
    expect(ask([full, full])).toMatchObject({ run: false, reason: 'gpu-busy' });
  });
  test('a free card that cannot be named is not tried beside a busy one', () => {
    expect(ask([full, { ...idle, uuid: null }])).toMatchObject({ run: false, reason: 'gpu-busy' });
  });
});
