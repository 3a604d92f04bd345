import { expect, it } from 'vitest';

import { createQueue } from '../../../../kernel/requests/queue.ts';
import { compose, type Message } from '../../../../kernel/wire/message.ts';

const request = (type: string) => compose({ type, content: {} });

it('handles one after the other, and gives up those that are taken out', async () => {
  const handled: string[] = [];
  const gates: (() => void)[] = [];
  const release = () => gates.shift()?.();
  const queue = createQueue(async ({ header }: Message) => {
    handled.push(header.msg_type);
    await new Promise<void>((resolve) => {
      gates.push(resolve);
    });
  });
  expect(queue.current()).toBeUndefined();
  for (const type of ['a', 'b', 'c', 'b']) queue.push(request(type));
  expect(handled).toEqual(['a']);
  expect(queue.take(({ header }) => header.msg_type === 'b')).toHaveLength(2);
  release();
  await new Promise((resolve) => setImmediate(resolve));
  expect(handled).toEqual(['a', 'c']);
  expect(queue.current()?.header.msg_type).toBe('c');
  expect([queue.isEmpty(), queue.hasCell()]).toEqual([true, false]);
  queue.push(request('execute_request'));
  expect([queue.isEmpty(), queue.hasCell()]).toEqual([false, true]);
  release();
  await new Promise((resolve) => setImmediate(resolve));
  release();
  await new Promise((resolve) => setImmediate(resolve));
  expect(queue.current()).toBeUndefined();
  expect(queue.hasCell()).toBe(false);
});
