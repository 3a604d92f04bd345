import { expect, it } from 'vitest';

import { createInFlight } from '../../../../kernel/ipykernel/in-flight.ts';
import { compose, type Message } from '../../../../kernel/wire/message.ts';

const request = (type = 'x_request') => compose({ type, content: {} });
const reply = (parent: Message) => compose({ type: 'x_reply', content: {}, parent });
const status = (parent: Message, execution_state: string) =>
  compose({ type: 'status', content: { execution_state }, parent });

it.each(['reply first', 'idle first'])('is done when replied and idle (%s)', async (order) => {
  const inFlight = createInFlight(() => undefined);
  const asked = request();
  const answer = reply(asked);
  const done = inFlight.add(asked, 'shell');
  expect(inFlight.find(asked.header.msg_id)).toBe(asked);
  inFlight.published(status(asked, 'busy'));
  const steps = [
    () => inFlight.replied('shell', answer),
    () => inFlight.published(status(asked, 'idle')),
  ];
  if (order === 'idle first') steps.reverse();
  steps[0]?.();
  expect(inFlight.find(asked.header.msg_id)).toBe(asked);
  steps[1]?.();
  expect(await done).toBe(answer);
  expect(inFlight.find(asked.header.msg_id)).toBeUndefined();
});

it('is done when idle, for a comm message', async () => {
  const inFlight = createInFlight(() => undefined);
  const comm = request('comm_msg');
  const done = inFlight.add(comm, 'shell');
  inFlight.published(status(comm, 'idle'));
  expect(await done).toBeUndefined();
});

it('does not take a question on stdin for the reply', async () => {
  const inFlight = createInFlight(() => undefined);
  const asked = request('execute_request');
  const done = inFlight.add(asked, 'shell');
  inFlight.replied('stdin', compose({ type: 'input_request', content: {}, parent: asked }));
  inFlight.published(status(asked, 'idle'));
  expect(inFlight.find(asked.header.msg_id)).toBe(asked);
  const answer = reply(asked);
  inFlight.replied('shell', answer);
  expect(await done).toBe(answer);
});

it('knows what did not start, and ends it once Python is past it', async () => {
  const inFlight = createInFlight(() => undefined);
  const [started, dropped] = [request(), request()];
  void inFlight.add(started, 'shell');
  const done = inFlight.add(dropped, 'shell');
  inFlight.published(status(started, 'busy'));
  expect(inFlight.notStarted('shell')).toEqual([dropped.header.msg_id]);
  expect(inFlight.notStarted('control')).toEqual([]);
  inFlight.passed(inFlight.notStarted('shell'));
  expect(await done).toBeUndefined();
  expect(inFlight.find(started.header.msg_id)).toBe(started);
});

it('reports a request that is idle without a reply, which may still come', async () => {
  const reported: Message[] = [];
  const inFlight = createInFlight((one) => void reported.push(one));
  const [late, never] = [request(), request()];
  const done = [late, never].map((one) => inFlight.add(one, 'shell'));
  for (const one of [late, never]) inFlight.published(status(one, 'idle'));
  expect(reported).toEqual([late, never]);
  const answer = reply(late);
  inFlight.replied('shell', answer);
  inFlight.passed([late, never].map(({ header }) => header.msg_id));
  expect(await Promise.all(done)).toEqual([answer, undefined]);
});

it('ends what Python has passed without an answer', async () => {
  const inFlight = createInFlight(() => undefined);
  const [dropped, control, later] = [request(), request(), request()];
  const done = inFlight.add(dropped, 'shell');
  void inFlight.add(control, 'control');
  const before = inFlight.queued();
  expect(before).toEqual([dropped.header.msg_id]);
  void inFlight.add(later, 'shell');
  inFlight.passed(before);
  expect(await done).toBeUndefined();
  expect(inFlight.find(later.header.msg_id)).toBe(later);
});

it('rejects everything that waits when no answer will come', async () => {
  const inFlight = createInFlight(() => undefined);
  const asked = [request(), request()] as const;
  const waits = asked.map((one) => inFlight.add(one, 'shell'));
  const outcomes = Promise.allSettled(waits);
  expect(inFlight.abandon(new Error('gone'))).toEqual(asked);
  expect((await outcomes).map(({ status: outcome }) => outcome)).toEqual(['rejected', 'rejected']);
  expect(inFlight.abandon(new Error('gone'))).toEqual([]);
});
