/** Remembers the last signatures, so that a recorded message cannot be played again. */
export interface SeenSignatures {
  /** Whether this signature is new. It is remembered from now on. */
  admit(signature: string): boolean;
}

/**
 * Remembers a limited number of signatures and forgets the oldest first. Jupyter's own sessions remember 65,536.
 */
export function rememberSignatures(limit = 65_536): SeenSignatures {
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
