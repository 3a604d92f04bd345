import { contentOf, type Message, metadataOf, type Parts, understand } from './message.ts';
import { createSeen } from './seen.ts';
import { createSigner } from './signature.ts';

/** Why messages were thrown away, and how many. */
export interface Dropped {
  malformed: number;
  unsigned: number;
  replayed: number;
}

/** Frames to messages and back, under one key. */
export interface Codec {
  encode(message: Message): Buffer[];
  /** The message, or undefined for one that was dropped. Never throws: anybody can send anything to a socket. */
  decode(frames: readonly Buffer[]): Message | undefined;
  readonly dropped: Readonly<Dropped>;
}

const delimiter = Buffer.from('<IDS|MSG>');

/**
 * The codec of one peer. Each has a memory of its own: one's signature says nothing about another's. A strict one
 * drops messages whose content is no JSON, too: ipykernel would leave them unanswered, and who waits behind them.
 */
export function createCodec(key: string, { strict = false } = {}): Codec {
  const signer = createSigner(key);
  const seen = createSeen();
  const dropped: Dropped = { malformed: 0, unsigned: 0, replayed: 0 };

  function decode(frames: readonly Buffer[]): Message | undefined {
    const at = frames.findIndex((frame) => frame.equals(delimiter));
    const [signature, header, parent, metadata, content, ...buffers] = frames.slice(at + 1);
    if (at === -1 || !signature || !header || !parent || !metadata || !content) {
      dropped.malformed += 1;
      return undefined;
    }
    const parts: Parts = [header, parent, metadata, content];
    if (!signer.verify(parts, signature)) {
      dropped.unsigned += 1;
      return undefined;
    }
    if (key !== '' && !seen.admit(signature.toString('latin1'))) {
      dropped.replayed += 1;
      return undefined;
    }
    try {
      const message = understand(frames.slice(0, at), parts, buffers);
      if (strict) for (const read of [contentOf, metadataOf]) read(message);
      return message;
    } catch {
      dropped.malformed += 1;
      return undefined;
    }
  }

  return {
    encode: ({ identities, parts, buffers }) => [
      ...identities,
      delimiter,
      signer.sign(parts),
      ...parts,
      ...buffers,
    ],
    decode,
    dropped,
  };
}
