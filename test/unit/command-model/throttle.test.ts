import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { throttle } from '../../../src/command-model/throttle.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('of many values in a short time the newest is passed on, once', () => {
  const seen: number[] = [];
  const { take } = throttle<number>((value) => seen.push(value), 80);
  for (const value of [1, 2, 3]) take(value);
  expect(seen).toEqual([]);
  vi.runAllTimers();
  expect(seen).toEqual([3]);
  take(4);
  vi.runAllTimers();
  expect(seen).toEqual([3, 4]);
});

test('the first can be passed on at once, and the next not sooner than wanted', () => {
  const seen: number[] = [];
  const { take } = throttle<number>((value) => seen.push(value), 80, 0);
  take(1);
  vi.advanceTimersByTime(1);
  expect(seen).toEqual([1]);
  take(2);
  vi.advanceTimersByTime(78);
  expect(seen).toEqual([1]);
  vi.advanceTimersByTime(1);
  expect(seen).toEqual([1, 2]);
  vi.advanceTimersByTime(500);
  take(3);
  vi.advanceTimersByTime(1);
  expect(seen).toEqual([1, 2, 3]);
});

test('within the call where that is wanted, and the time has come', () => {
  const seen: number[] = [];
  const { take } = throttle<number>((value) => seen.push(value), 80, 'now');
  take(1);
  expect(seen).toEqual([1]);
  take(2);
  take(3);
  expect(seen).toEqual([1]);
  vi.advanceTimersByTime(80);
  expect(seen).toEqual([1, 3]);
  vi.advanceTimersByTime(500);
  take(4);
  expect(seen).toEqual([1, 3, 4]);
});

test('after the stop nothing is passed on, whatever came before', () => {
  const seen: number[] = [];
  const { take, stop } = throttle<number>((value) => seen.push(value), 80);
  take(1);
  stop();
  vi.runAllTimers();
  expect(seen).toEqual([]);
});
