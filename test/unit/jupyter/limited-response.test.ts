import { expect, test } from 'vitest';
import { limitedResponse } from '../../../src/jupyter/limited-response.ts';

const answer = (text: string): Response =>
  new Response(text, { status: 201, headers: { 'x-a': 'b' } });

test('an answer that is short enough is the same', async () => {
  const limited = limitedResponse(answer('12345'), 5);
  expect([limited.status, limited.headers.get('x-a'), await limited.text()]).toEqual([
    201,
    'b',
    '12345',
  ]);
});

test('one that never ends breaks off', async () => {
  let given = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      given += 1000;
      controller.enqueue(new Uint8Array(1000));
    },
  });
  await expect(limitedResponse(new Response(endless), 10_000).text()).rejects.toThrow(
    'longer than 10000 bytes',
  );
  expect(given).toBeLessThan(100_000);
});

test('one without a body stays', () => {
  const empty = new Response(null, { status: 204 });
  expect(limitedResponse(empty, 1)).toBe(empty);
});
