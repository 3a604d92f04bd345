/** A promise with its end in other hands. Node 20 has no `Promise.withResolvers`. */
export interface Waiting<T> {
  readonly promise: Promise<T>;
  /** Fulfils the promise; only the first time counts. */
  readonly fulfil: (value: T) => void;
}

export function waiting<T>(): Waiting<T> {
  const fulfilled: ((value: T) => void)[] = [];
  const promise = new Promise<T>((resolve) => {
    fulfilled.push(resolve);
  });
  return { promise, fulfil: (value) => fulfilled.forEach((resolve) => resolve(value)) };
}
