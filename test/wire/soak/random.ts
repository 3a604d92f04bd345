/** Numbers that look random and are the same for the same seed, so that a failure can be repeated. */
export interface Random {
  /** A whole number from 0 up to, and without, this one. */
  below(limit: number): number;
  /** One of them. @throws Error when there is none */
  pick<T>(values: readonly T[]): T;
}

/** The generator mulberry32. */
export function createRandom(seed: number): Random {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  return {
    below,
    pick: (values) => {
      const picked = values.slice(below(values.length)).values().next();
      if (picked.done === true) throw new Error('There is nothing to pick from.');
      return picked.value;
    },
  };
}
