import { ProtocolError } from '../../src/errors.ts';
import {
  messageContent,
  type Message,
  messageMetadata,
  type Parts,
  understand,
} from './message.ts';
import { rememberSignatures } from './seen-signatures.ts';
import { createSigner } from './signature.ts';

/** Why a message was dropped. */
export type DropReason = 'malformed' | 'unsigned' | 'replayed';

/** Frames to messages and back, under one key. */
export interface Codec {
  encode(message: Message): Buffer[];
  /** The message, or undefined for one that was dropped. Never throws: anybody can send anything to a socket. */
  decode(frames: readonly Buffer[]): Message | undefined;
}

export interface CodecOptions {
  /**
   * Drops what ipykernel drops without an answer, too: content or metadata that is not a JSON object, a comm message
   * whose comm_id is not a text. Later requests would wait for that answer.
   */
  readonly strict?: boolean;
  /** Drops a message whose signature came before: somebody recorded it and sends it again. */
  readonly refuseReplays?: boolean;
  /** Called for each message that is dropped. */
  readonly onDrop?: (reason: DropReason) => void;
}

const delimiter = Buffer.from('<IDS|MSG>');

/** The codec of the sockets of one server or client. */
export function createCodec(
  key: string,
  { strict = false, refuseReplays = false, onDrop = () => undefined }: CodecOptions = {},
): Codec {
  const signer = createSigner(key);
  const seen = refuseReplays && key !== '' ? rememberSignatures() : undefined;

  function drop(reason: DropReason): undefined {
    onDrop(reason);
  }

  function decode(frames: readonly Buffer[]): Message | undefined {
    const at = frames.findIndex((frame) => frame.equals(delimiter));
    const [signature, header, parent, metadata, content, ...buffers] = frames.slice(at + 1);
    if (at === -1 || !signature || !header || !parent || !metadata || !content) {
      return drop('malformed');
    }
    const parts: Parts = [header, parent, metadata, content];
    if (!signer.verify(parts, signature)) return drop('unsigned');
    if (seen?.admit(shortened(signature)) === false) return drop('replayed');
    try {
      const message = understand(frames.slice(0, at), parts, buffers);
      if (strict) checkStrictly(message);
      return message;
    } catch {
      return drop('malformed');
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
  };
}

/** 96 bits of a signature, which is hex. Thousands are remembered, so each takes one character for a byte. */
function shortened(signature: Buffer): string {
  return Buffer.from(signature.toString('latin1', 0, 24), 'hex').toString('latin1');
}

/** @throws ProtocolError */
function checkStrictly(message: Message): void {
  messageMetadata(message);
  const { comm_id: id } = messageContent(message);
  const type = message.header.msg_type;
  const isOfComm = type === 'comm_open' || type === 'comm_msg' || type === 'comm_close';
  if (isOfComm && typeof id !== 'string') throw new ProtocolError('A comm_id is not a text');
}
