import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { printed, typesOf } from './client.ts';
import { startTestKernel, type TestKernel } from './kernel.ts';
import type { Received } from './schemas.ts';

let kernel: TestKernel;
beforeAll(async () => {
  kernel = await startTestKernel();
});
afterAll(() => kernel.stop());
afterEach(() => kernel.client.check());

describe('a Python cell', () => {
  it('is busy, shows its input, its output, its result, and is idle', async () => {
    const { client } = kernel;
    const cell = await client.execute('print("hello")\n6 * 7');
    expect(typesOf(cell)).toEqual(['execute_input', 'stream', 'execute_result']);
    expect(printed(cell)).toBe('hello\n');
    expect(cell.published.at(-1)?.content['data']).toEqual({ 'text/plain': '42' });
    expect(cell.reply.content).toMatchObject({ status: 'ok', execution_count: 1 });
  });

  it('loses none of 20,000 printed lines', async () => {
    const cell = await kernel.client.execute('for number in range(20_000): print(number)');
    const lines = printed(cell).trimEnd().split('\n');
    expect(lines).toEqual(Array.from({ length: 20_000 }, (_, number) => String(number)));
  });

  it('shows what native code writes before it is idle', async () => {
    const cell = await kernel.client.execute(
      'import os; os.write(1, b"native out\\n"); os.write(2, b"native err\\n"); None',
    );
    expect(printed(cell)).toBe('native out\n');
    expect(printed(cell, 'stderr')).toBe('native err\n');
  });

  it('leaves what ipykernel logs to the terminal of the server', async () => {
    const { client, stderr } = kernel;
    const cell = client.start('import sys, time; time.sleep(0.3); print("mine", file=sys.stderr)');
    const data = { comm_id: 'unknown', data: {} };
    const comm = client.send('shell', 'comm_open', { ...data, target_name: 'nobody.knows' });
    const message = client.send('shell', 'comm_msg', data);
    expect(printed(await client.done(cell, 'the cell'), 'stderr')).toBe('mine\n');
    for (const id of [comm, message]) {
      const isIdle = ({ parent, content }: Received) =>
        parent.msg_id === id && content['execution_state'] === 'idle';
      await client.waitFor(isIdle, 'idle');
    }
    // Had native code written it, it would be shown by the end of the next cell.
    await client.execute('None');
    await expect.poll(stderr).toContain('No such comm target registered: nobody.knows');
    await expect.poll(stderr).toContain('No such comm: unknown');
    const texts = client.messages
      .filter(({ header }) => header.msg_type === 'stream')
      .map(({ content }) => content['text']);
    expect(texts.join('')).not.toContain('comm');
  });

  it('evaluates user_expressions', async () => {
    const user_expressions = { good: '1 + 1', bad: '1 / 0' };
    const { reply } = await kernel.client.execute('', { user_expressions });
    expect(reply.content['user_expressions']).toMatchObject({
      good: { status: 'ok', data: { 'text/plain': '2' } },
      bad: { status: 'error', ename: 'ZeroDivisionError' },
    });
  });

  it('can be silent, and kept out of the history', async () => {
    const { client } = kernel;
    const before = (await client.execute('1')).reply.content['execution_count'];
    const silent = await client.execute('2', { silent: true });
    expect(typesOf(silent)).toEqual([]);
    const unrecorded = await client.execute('3', { store_history: false });
    expect(typesOf(unrecorded)).toContain('execute_result');
    const after = (await client.execute('4')).reply.content['execution_count'];
    expect(after).toBe(Number(before) + 1);
  });

  it('passes on binary buffers of a comm, and closes of both sides', async () => {
    const { client } = kernel;
    await client.execute(`
from ipykernel.comm import Comm
def opened(comm, message):
    comm.on_msg(lambda message: comm.send({"size": len(message["buffers"][0])}, buffers=[b"\\x00\\x01"]))
get_ipython().kernel.comm_manager.register_target("test", opened)`);
    client.send('shell', 'comm_open', { comm_id: 'c1', target_name: 'test', data: {} });
    client.send(
      'shell',
      'comm_msg',
      { comm_id: 'c1', data: {} },
      { buffers: [Buffer.from([1, 2, 3])] },
    );
    const answer = await client.waitFor(
      ({ header, content }) => header.msg_type === 'comm_msg' && content['comm_id'] === 'c1',
      'the answer of the comm',
    );
    expect(answer.content['data']).toEqual({ size: 3 });
    expect(answer.buffers[0]).toEqual(Buffer.from([0, 1]));
    const { reply } = await client.request('shell', 'comm_info_request', {});
    expect(reply.content['comms']).toMatchObject({ c1: { target_name: 'test' } });
    client.send('shell', 'comm_close', { comm_id: 'c1', data: {} });
    const later = await client.request('shell', 'comm_info_request', {});
    expect(later.reply.content['comms']).toEqual({});
  });
});

describe('input', () => {
  it('is asked of the client that runs the cell', async () => {
    const { client } = kernel;
    const another = kernel.connect();
    client.onInput((prompt) => `answer to ${prompt}`);
    const cell = await client.execute('print(input("who? "))');
    expect(printed(cell)).toBe('answer to who? \n');
    client.onInput(() => 'secret');
    const hidden = await client.execute('import getpass; print(len(getpass.getpass("key: ")))');
    expect(printed(hidden)).toBe('6\n');
    const requests = client.messages.filter(({ header }) => header.msg_type === 'input_request');
    expect(requests.map(({ content }) => content)).toEqual([
      { prompt: 'who? ', password: false },
      { prompt: 'key: ', password: true },
    ]);
    expect(another.messages.filter(({ channel }) => channel === 'stdin')).toEqual([]);
    client.onInput(undefined);
  });

  it('is refused when the client does not allow it', async () => {
    const { reply } = await kernel.client.execute('input()', { allow_stdin: false });
    expect(reply.content['ename']).toBe('StdinNotImplementedError');
  });
});

describe('a cell that fails', () => {
  it('takes with it the cells that were sent before anybody knew, magics too', async () => {
    const { client } = kernel;
    const codes = ['1 / 0', 'print("lost")', '%demo-echo lost', 'print("lost")'];
    const ids = codes.map((code) => client.start(code));
    const ends = [];
    for (const id of ids) ends.push(await client.done(id, 'cell'));
    expect(ends.map(({ reply }) => reply.content['status'])).toEqual([
      'error',
      'aborted',
      'aborted',
      'aborted',
    ]);
    expect((await client.execute('print("found")')).reply.content['status']).toBe('ok');
  });

  it('does so when it is a magic', async () => {
    const { client } = kernel;
    const ids = ['%demo-wrong', 'print("lost")', '%demo-echo'].map((code) => client.start(code));
    const ends = [];
    for (const id of ids) ends.push(await client.done(id, 'cell'));
    expect(ends.map(({ reply }) => reply.content['status'])).toEqual([
      'error',
      'aborted',
      'aborted',
    ]);
  });

  it('leaves the others alone when stop_on_error is off', async () => {
    const { client } = kernel;
    const first = client.start('1 / 0', { stop_on_error: false });
    const second = client.start('print("on")');
    await client.done(first, 'cell');
    expect(printed(await client.done(second, 'cell'))).toBe('on\n');
  });
});
