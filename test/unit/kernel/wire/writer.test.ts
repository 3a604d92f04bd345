import { expect, it } from 'vitest';
import { Dealer } from 'zeromq';

import { createWriter } from '../../../../kernel/wire/writer.ts';

it('sends one message after the other, in order, and tells when all are gone', async () => {
  const sent: string[] = [];
  let sending = 0;
  const writer = createWriter({
    send: async ([frame]) => {
      sending += 1;
      expect(sending).toBe(1);
      await new Promise((resolve) => setImmediate(resolve));
      sent.push(String(frame));
      sending -= 1;
    },
  });
  for (const text of ['1', '2', '3']) writer.send([Buffer.from(text)]);
  await writer.drained();
  expect(sent).toEqual(['1', '2', '3']);
  writer.send([Buffer.from('4')]);
  await writer.drained();
  expect(sent).toEqual(['1', '2', '3', '4']);
  await writer.drained();
});

it('goes on after a message that could not be sent', async () => {
  const sent: string[] = [];
  const writer = createWriter({
    send: ([frame]) => {
      if (String(frame) === 'bad') return Promise.reject(new Error('closed'));
      sent.push(String(frame));
      return Promise.resolve();
    },
  });
  for (const text of ['bad', 'good']) writer.send([Buffer.from(text)]);
  await writer.drained();
  expect(sent).toEqual(['good']);
});

it('outlives a socket that is closed, which throws at once', async () => {
  const socket = new Dealer();
  socket.close();
  const writer = createWriter(socket);
  writer.send([Buffer.from('lost')]);
  await expect(writer.drained()).resolves.toBeUndefined();
});
