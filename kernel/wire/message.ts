import { randomUUID } from 'node:crypto';
import * as v from 'valibot';

import { ProtocolError } from '../../src/errors.ts';
import type { JsonObject } from '../../src/json.ts';
import { isObject } from './json.ts';

/** The version of the Jupyter messaging protocol that the kernel speaks. */
export const protocolVersion = '5.5';

/** What the kernel reads of a message's header. The bytes that pass through keep everything else. */
const headerSchema = v.looseObject({
  msg_id: v.pipe(v.string(), v.minLength(1)),
  msg_type: v.string(),
  /** Any value: ipykernel accepts every one. */
  session: v.optional(v.unknown()),
  version: v.optional(v.unknown()),
  subshell_id: v.nullish(v.string()),
});

export type Header = v.InferOutput<typeof headerSchema>;

/** The four JSON parts of a message as bytes: header, parent header, metadata, content. They are what is signed. */
export type Parts = readonly [header: Buffer, parent: Buffer, metadata: Buffer, content: Buffer];

/**
 * One message. Its bytes pass through unchanged. Only the two headers are parsed at once, because every message needs
 * them; `messageContent` and `messageMetadata` parse the rest when it is needed.
 */
export interface Message {
  /** Frames before the delimiter: the route back to the client, or the topic on iopub. */
  readonly identities: readonly Buffer[];
  readonly header: Header;
  /** The header of the request that this belongs to. */
  readonly parent: Header | undefined;
  readonly parts: Parts;
  /** Binary frames after the content. */
  readonly buffers: readonly Buffer[];
}

/** The fields of a new message. */
export interface Draft {
  readonly type: string;
  readonly content: JsonObject;
  readonly parent?: Message | undefined;
  readonly metadata?: JsonObject;
  readonly identities?: readonly Buffer[];
}

const session = randomUUID();
const empty = Buffer.from('{}');

/** A new message of this kernel, with a new header. */
export function compose(draft: Draft): Message {
  const header = {
    msg_id: randomUUID(),
    msg_type: draft.type,
    session,
    username: 'kernel',
    date: new Date().toISOString(),
    version: protocolVersion,
  };
  return {
    identities: draft.identities ?? [],
    header,
    parent: draft.parent?.header,
    parts: [
      toBytes(header),
      draft.parent?.parts[0] ?? empty,
      draft.metadata === undefined ? empty : toBytes(draft.metadata),
      toBytes(draft.content),
    ],
    buffers: [],
  };
}

/**
 * Whether a message follows version 5 of the protocol, or a newer one. ipykernel drops others without an answer; one that names no
 * version is taken for version 5.
 */
export function hasKnownVersion({ version }: Header): boolean {
  return (
    version === undefined ||
    (typeof version === 'string' && /^(?:[5-9]|\d{2,})(?:\.|$)/u.test(version))
  );
}

/** Whether this kernel itself made the message that has this header. */
export function isOwn(header: Header | undefined): boolean {
  return header?.session === session;
}

/** The same message as one that belongs to another request, or to none. */
export function withParent(message: Message, parent: Message | undefined): Message {
  const [header, , metadata, content] = message.parts;
  return {
    ...message,
    parent: parent?.header,
    parts: [header, parent?.parts[0] ?? empty, metadata, content],
  };
}

/** The same message with other content. It keeps its header, so that replies belong to the client's request. */
export function withContent(message: Message, content: JsonObject): Message {
  const [header, parent, metadata] = message.parts;
  return { ...message, parts: [header, parent, metadata, toBytes(content)] };
}

/**
 * Parses the headers of a received message.
 * @throws ProtocolError when they are not JSON objects or lack msg_id or msg_type.
 */
export function understand(
  identities: readonly Buffer[],
  parts: Parts,
  buffers: readonly Buffer[],
): Message {
  const header = v.safeParse(headerSchema, parseObject(parts[0], 'header'));
  if (!header.success) throw new ProtocolError('A header has no msg_id or no msg_type');
  const parent = v.safeParse(headerSchema, parseObject(parts[1], 'parent header'));
  return {
    identities,
    header: header.output,
    parent: parent.success ? parent.output : undefined,
    parts,
    buffers,
  };
}

/** @throws ProtocolError when the content is not a JSON object. */
export function messageContent(message: Message): JsonObject {
  return parseObject(message.parts[3], 'content');
}

/** @throws ProtocolError when the metadata is not a JSON object. */
export function messageMetadata(message: Message): JsonObject {
  return parseObject(message.parts[2], 'metadata');
}

function parseObject(bytes: Buffer, name: string): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString('utf8'));
  } catch (cause) {
    throw new ProtocolError(`The ${name} of a message is not JSON`, { cause });
  }
  if (isObject(value)) return value;
  throw new ProtocolError(`The ${name} of a message is not an object`);
}

function toBytes(value: object): Buffer {
  return Buffer.from(JSON.stringify(value));
}
