/** Two looks at what is known so far are at least this far apart, in ms. */
const lookEvery = 80;

/**
 * Looks at the newest of many values, not at each of them: a dozen probes answer within a tenth of a second, and
 * judging all they say takes time that they need themselves.
 */
export function newest<Value>(look: (value: Value) => void): {
  readonly take: (value: Value) => void;
  /** Looks at nothing any more. */
  readonly stop: () => void;
} {
  let latest: { readonly value: Value } | undefined;
  let timer: NodeJS.Timeout | undefined;
  return {
    take(value) {
      latest = { value };
      timer ??= setTimeout(() => {
        timer = undefined;
        if (latest !== undefined) look(latest.value);
      }, lookEvery);
    },
    stop() {
      clearTimeout(timer);
      latest = undefined;
    },
  };
}
