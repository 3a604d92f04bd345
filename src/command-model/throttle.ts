/** Passes on the newest of many values, never more often than wanted; what is overtaken meanwhile is dropped. */
export interface Throttle<Value> {
  readonly take: (value: Value) => void;
  /** Passes on nothing any more, not even what was taken last. */
  readonly stop: () => void;
}

/**
 * @param act called with the newest value, from a timer; with `firstMs` `now` also while `take` runs
 * @param everyMs the least time between two calls
 * @param firstMs how long the first value waits for newer ones; 0 passes it on with the next timer, and `now` within
 *   `take`, as every later value for which the time has come
 */
export function throttle<Value>(
  act: (value: Value) => void,
  everyMs: number,
  firstMs: number | 'now' = everyMs,
): Throttle<Value> {
  let latest: { readonly value: Value } | undefined;
  let timer: NodeJS.Timeout | undefined;
  let last: number | undefined;
  const pass = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (latest === undefined) return;
    const { value } = latest;
    latest = undefined;
    last = performance.now();
    act(value);
  };
  return {
    take(value) {
      latest = { value };
      const first = firstMs === 'now' ? 0 : firstMs;
      const wait = last === undefined ? first : Math.max(last + everyMs - performance.now(), 0);
      if (firstMs === 'now' && wait === 0) pass();
      else timer ??= setTimeout(pass, wait);
    },
    stop() {
      clearTimeout(timer);
      timer = undefined;
      latest = undefined;
    },
  };
}
