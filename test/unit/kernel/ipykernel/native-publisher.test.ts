import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { createNativePublisher } from '../../../../kernel/ipykernel/native-publisher.ts';
import { asText } from '../../../../kernel/wire/json.ts';
import { compose, messageContent, type Message } from '../../../../kernel/wire/message.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const cell = compose({ type: 'execute_request', content: { code: '' } });

function watched() {
  const published: string[] = [];
  const publish = (message: Message) => {
    const { name, text } = messageContent(message);
    published.push(`${asText(name)}:${asText(text)}`);
  };
  return { native: createNativePublisher({ publish, send: () => undefined }), published };
}

it('collects for at most 100 ms, and publishes what was written in one message', () => {
  const { native, published } = watched();
  native.begin(cell);
  native.inputShown();
  for (let line = 0; line < 40_000; line += 1) native.show('stdout', `${line}\n`);
  expect(published).toEqual([]);
  vi.advanceTimersByTime(100);
  expect(published).toHaveLength(1);
  expect(published[0]).toContain('39999\n');
});

it('holds output back until the input of its cell is shown', () => {
  const { native, published } = watched();
  native.begin(cell);
  native.show('stderr', 'early');
  vi.advanceTimersByTime(1000);
  expect(published).toEqual([]);
  native.inputShown();
  expect(published).toEqual(['stderr:early']);
});

it('keeps the order of the streams, unless they change all the time', () => {
  const { native, published } = watched();
  native.begin(cell);
  native.inputShown();
  for (const name of ['stdout', 'stderr', 'stdout'] as const) native.show(name, 'x');
  native.flush();
  expect(published).toEqual(['stdout:x', 'stderr:x', 'stdout:x']);
  for (let line = 0; line < 1000; line += 1) {
    native.show('stdout', 'o');
    native.show('stderr', 'e');
  }
  native.end();
  const texts = published.slice(3);
  expect(texts.length).toBeLessThan(30);
  const lengthOf = (name: string) =>
    texts
      .filter((text) => text.startsWith(name))
      .join('')
      .replaceAll(`${name}:`, '').length;
  expect([lengthOf('stdout'), lengthOf('stderr')]).toEqual([1000, 1000]);
});

it('does not collect without a limit', () => {
  const { native, published } = watched();
  native.begin(cell);
  native.inputShown();
  native.show('stdout', 'x'.repeat(1_000_001));
  expect(published).toHaveLength(1);
});
