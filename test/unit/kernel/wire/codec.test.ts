import { describe, expect, it } from 'vitest';

import { createCodec, type DropReason } from '../../../../kernel/wire/codec.ts';
import {
  compose,
  messageContent,
  isOwn,
  messageMetadata,
  withContent,
} from '../../../../kernel/wire/message.ts';
import { rememberSignatures } from '../../../../kernel/wire/seen-signatures.ts';

const bytes = (text: string) => Buffer.from(text);
const draft = {
  type: 'status',
  content: { execution_state: 'idle' },
  identities: [bytes('client')],
};

describe('the codec', () => {
  it('gives back what it was given', () => {
    const codec = createCodec('key');
    const message = {
      ...compose({ ...draft, metadata: { a: 'ü' } }),
      buffers: [bytes('\0binary')],
    };
    const decoded = codec.decode(codec.encode(message));
    expect(decoded).toEqual(message);
    expect(decoded && messageContent(decoded)).toEqual({ execution_state: 'idle' });
    expect(decoded && messageMetadata(decoded)).toEqual({ a: 'ü' });
  });

  it('signs as the protocol says', () => {
    // Computed with Python's hmac module.
    const parts = ['{"msg_id":"1","msg_type":"x"}', '{}', '{}', '{}'].map(bytes);
    const signature = '472a1ead4690d565816b5e8706e67487756cd47f48ba8d090e502069ad007bb9';
    const frames = [bytes('<IDS|MSG>'), bytes(signature), ...parts];
    expect(createCodec('key').decode(frames)).toBeDefined();
  });

  it('passes unknown fields of a header on, byte by byte', () => {
    const codec = createCodec('');
    const header = '{ "msg_type":"x",  "msg_id":"1", "strange": [1.0] }';
    const parts = [header, '{}', '{}', '{"x": 1.0}'].map(bytes);
    const message = codec.decode([bytes('<IDS|MSG>'), bytes(''), ...parts]);
    expect(message?.parts.map(String)).toEqual([header, '{}', '{}', '{"x": 1.0}']);
    expect(message && codec.encode(message).slice(2).map(String)).toEqual(parts.map(String));
  });

  it('drops what is wrongly signed, changed, replayed or malformed, and says why', () => {
    const dropped: DropReason[] = [];
    const codec = createCodec('key', {
      refuseReplays: true,
      onDrop: (reason) => void dropped.push(reason),
    });
    const frames = codec.encode(compose(draft));
    const changed = [...frames.slice(0, -1), bytes('{"execution_state":"busy"}')];
    const stranger = createCodec('other key').encode(compose(draft));
    for (const bad of [changed, stranger]) expect(codec.decode(bad)).toBeUndefined();
    expect(codec.decode(frames)).toBeDefined();
    expect(codec.decode(frames)).toBeUndefined();
    for (const bad of [[], [bytes('x')], frames.slice(0, 5), frames.slice(2)]) {
      expect(codec.decode(bad)).toBeUndefined();
    }
    const malformed = Array.from({ length: 4 }, () => 'malformed');
    expect(dropped).toEqual(['unsigned', 'unsigned', 'replayed', ...malformed]);
  });

  it.each(['', '{', '[]', '{}', '{"msg_id": 1, "msg_type": "x"}', 'null'])(
    'drops a header that is %j',
    (header) => {
      const dropped: DropReason[] = [];
      const codec = createCodec('', { onDrop: (reason) => void dropped.push(reason) });
      const parts = [header, '{}', '{}', '{}'].map(bytes);
      expect(codec.decode([bytes('<IDS|MSG>'), bytes(''), ...parts])).toBeUndefined();
      expect(dropped).toEqual(['malformed']);
    },
  );

  it.each([
    { session: null, username: null, date: null, version: null },
    { session: 1, username: 1, date: 1, version: 1 },
  ])('accepts a header with %j, as ipykernel does', (fields) => {
    const header = JSON.stringify({ msg_id: '1', msg_type: 'x', ...fields });
    const frames = ['<IDS|MSG>', '', header, '{}', '{}', '{}'].map(bytes);
    expect(createCodec('', { strict: true }).decode(frames)?.header.msg_type).toBe('x');
  });

  it.each([
    ['comm_msg', '{"comm_id": []}'],
    ['comm_close', '{"comm_id": {}}'],
    ['comm_open', '{}'],
    ['execute_request', '[]'],
    ['execute_request', '{"broken'],
  ])('drops a %s with %s when it is strict, as ipykernel would', (type, content) => {
    const header = JSON.stringify({ msg_id: '1', msg_type: type });
    const frames = ['<IDS|MSG>', '', header, '{}', '{}', content].map(bytes);
    expect(createCodec('', { strict: true }).decode(frames)).toBeUndefined();
    expect(createCodec('').decode(frames)).toBeDefined();
  });
});

describe('a message', () => {
  it('belongs to its parent', () => {
    const parent = compose({ type: 'x_request', content: {} });
    const message = compose({ ...draft, parent });
    expect(message.parent).toEqual(parent.header);
    expect(message.parts[1]).toBe(parent.parts[0]);
    expect(isOwn(message.header)).toBe(true);
    expect(isOwn({ msg_id: '1', msg_type: 'x', session: 'theirs' })).toBe(false);
    expect(isOwn(undefined)).toBe(false);
  });

  it('keeps its header when its content is changed', () => {
    const message = compose(draft);
    const other = withContent(message, { a: 1 });
    expect(other.parts[0]).toBe(message.parts[0]);
    expect(messageContent(other)).toEqual({ a: 1 });
  });
});

describe('the memory of signatures', () => {
  it('forgets the oldest first', () => {
    const seen = rememberSignatures(2);
    expect(['a', 'b', 'a', 'c', 'b', 'a'].map((one) => seen.admit(one))).toEqual([
      true,
      true,
      false,
      true,
      false,
      true,
    ]);
  });
});
