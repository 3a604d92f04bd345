import { createHmac, timingSafeEqual } from 'node:crypto';

import type { Parts } from './message.ts';

/** Signs and checks messages with the key of a connection file. */
export interface Signer {
  /** The signature as its frame has it: lower-case hex, empty without a key. */
  sign(parts: Parts): Buffer;
  /** Compares in constant time, over the bytes as they were received. */
  verify(parts: Parts, signature: Buffer): boolean;
}

/** HMAC-SHA256 over the four parts, the only scheme in use. An empty key means: nothing is signed. */
export function createSigner(key: string): Signer {
  if (key === '') return { sign: () => Buffer.alloc(0), verify: () => true };
  const sign = (parts: Parts): Buffer => {
    const hmac = createHmac('sha256', key);
    for (const part of parts) hmac.update(part);
    return Buffer.from(hmac.digest('hex'));
  };
  return {
    sign,
    verify: (parts, signature) => {
      const expected = sign(parts);
      return expected.length === signature.length && timingSafeEqual(expected, signature);
    },
  };
}
