/** Remembers the last signatures, so that a recorded message cannot be played again. */
export interface Seen {
  /** Whether this one is new; it is remembered from now on. */
  admit(signature: string): boolean;
}

/**
 * A memory of bounded size: the oldest signature makes room for the newest. Jupyter's own sessions remember 65,536.
 */
export function createSeen(limit = 65_536): Seen {
  const signatures = new Set<string>();
  return {
    admit: (signature) => {
      if (signatures.has(signature)) return false;
      if (signatures.size >= limit) {
        const [oldest] = signatures;
        if (oldest !== undefined) signatures.delete(oldest);
      }
      signatures.add(signature);
      return true;
    },
  };
}
