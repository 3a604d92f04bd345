/** Passes on the newest of many values, never more often than wanted; what is overtaken meanwhile is dropped. */
export interface Throttle<Value> {
  readonly take: (value: Value) => void;
  /** Passes on nothing any more, not even what was taken last. */
  readonly stop: () => void;
}

/**
 * @param act called with the newest value; always from a timer, never while `take` runs
 * @param everyMs the least time between two calls
 * @param firstMs how long the first value waits for newer ones; 0 passes it on at once
 */
export function throttle<Value>(
  act: (value: Value) => void,
  everyMs: number,
  firstMs = everyMs,
): Throttle<Value> {
  let latest: { readonly value: Value } | undefined;
  let timer: NodeJS.Timeout | undefined;
  let last: number | undefined;
  const pass = (): void => {
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
      const wait = last === undefined ? firstMs : Math.max(last + everyMs - performance.now(), 0);
      timer ??= setTimeout(pass, wait);
    },
    stop() {
      clearTimeout(timer);
      timer = undefined;
      latest = undefined;
    },
  };
}
