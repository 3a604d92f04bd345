import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { newest } from '../../../../src/commands/gpu-check/newest.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('of many values in a short time the last is looked at, once', () => {
  const seen: number[] = [];
  const progress = newest<number>((value) => seen.push(value));
  for (const value of [1, 2, 3]) progress.take(value);
  expect(seen).toEqual([]);
  vi.runAllTimers();
  expect(seen).toEqual([3]);
  progress.take(4);
  vi.runAllTimers();
  expect(seen).toEqual([3, 4]);
});

test('after the stop nothing is looked at, whatever came before', () => {
  const seen: number[] = [];
  const progress = newest<number>((value) => seen.push(value));
  progress.take(1);
  progress.stop();
  vi.runAllTimers();
  expect(seen).toEqual([]);
});
