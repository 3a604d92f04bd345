import { describe, expect, it } from 'vitest';

import { createCodec } from '../../../../kernel/wire/codec.ts';
import {
  compose,
  contentOf,
  isOwn,
  metadataOf,
  withContent,
} from '../../../../kernel/wire/message.ts';
import { createSeen } from '../../../../kernel/wire/seen.ts';

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
    expect(decoded && contentOf(decoded)).toEqual({ execution_state: 'idle' });
    expect(decoded && metadataOf(decoded)).toEqual({ a: 'ü' });
    expect(codec.dropped).toEqual({ malformed: 0, unsigned: 0, replayed: 0 });
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

  it('drops and counts what is wrongly signed, changed, replayed or malformed', () => {
    const codec = createCodec('key');
    const frames = codec.encode(compose(draft));
    const changed = [...frames.slice(0, -1), bytes('{"execution_state":"busy"}')];
    const stranger = createCodec('other key').encode(compose(draft));
    for (const bad of [changed, stranger]) expect(codec.decode(bad)).toBeUndefined();
    expect(codec.decode(frames)).toBeDefined();
    expect(codec.decode(frames)).toBeUndefined();
    for (const bad of [[], [bytes('x')], frames.slice(0, 5), frames.slice(2)]) {
      expect(codec.decode(bad)).toBeUndefined();
    }
    expect(codec.dropped).toEqual({ malformed: 4, unsigned: 2, replayed: 1 });
  });

  it.each(['', '{', '[]', '{}', '{"msg_id": 1, "msg_type": "x"}', 'null'])(
    'drops a header that is %j',
    (header) => {
      const codec = createCodec('');
      const parts = [header, '{}', '{}', '{}'].map(bytes);
      expect(codec.decode([bytes('<IDS|MSG>'), bytes(''), ...parts])).toBeUndefined();
      expect(codec.dropped.malformed).toBe(1);
    },
  );
});

describe('a message', () => {
  it('answers to its parent', () => {
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
    expect(contentOf(other)).toEqual({ a: 1 });
  });
});

describe('the memory of signatures', () => {
  it('forgets the oldest first', () => {
    const seen = createSeen(2);
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
