import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { at, type Exchange, printed, tracebackOf, typesOf } from './client.ts';
import { startTestKernel, type TestKernel } from './kernel.ts';
import { endless, startEndless } from './running.ts';

// What the public kernel-testbed (github.com/runtimed/kernel-testbed) checks, check by check, under its names where
// they are known to us. Every message is compared with its schema besides.

let kernel: TestKernel;
beforeAll(async () => {
  kernel = await startTestKernel();
});
afterAll(() => kernel.stop());
afterEach(() => kernel.client.check());

const execute = (code: string, content = {}) => kernel.client.execute(code, content);
const ask = (type: string, content = {}) => kernel.client.request('shell', type, content);
const data = ({ published }: Exchange, type: string) =>
  published.filter(({ header }) => header.msg_type === type).map((one) => at(one.content, 'data'));
const statesOf = (id: string | undefined) =>
  kernel.client.messages
    .filter(({ header, parent }) => header.msg_type === 'status' && parent.msg_id === id)
    .map(({ content }) => content['execution_state']);

describe('tier 1, basics', () => {
  it('heartbeat_responds', async () => {
    expect(await kernel.client.beat()).toBe('ping');
  });

  it('kernel_info_reply_valid, on shell and on control', async () => {
    for (const channel of ['shell', 'control'] as const) {
      const { reply } = await kernel.client.request(channel, 'kernel_info_request', {});
      expect(reply.content).toMatchObject({ status: 'ok', language_info: { name: 'python' } });
    }
  });

  it('execute_stdout and execute_stderr', async () => {
    const cell = await execute('import sys; print("out"); print("err", file=sys.stderr)');
    expect([printed(cell), printed(cell, 'stderr')]).toEqual(['out\n', 'err\n']);
  });

  it('execute_reply_ok', async () => {
    expect((await execute('1')).reply.content).toMatchObject({
      status: 'ok',
      user_expressions: {},
    });
  });

  it('status_busy_idle, in this order and once each', async () => {
    expect(statesOf((await execute('1')).reply.parent.msg_id)).toEqual(['busy', 'idle']);
  });

  it('execute_input_broadcast, to every client', async () => {
    const another = kernel.connect();
    await another.subscribed();
    await execute('"seen by all"');
    const input = await another.waitFor(
      ({ content }) => content['code'] === '"seen by all"',
      'execute_input',
    );
    expect(input.content['execution_count']).toEqual(expect.any(Number));
  });

  it('silent_execution publishes nothing and takes no number', async () => {
    const before = Number((await execute('1')).reply.content['execution_count']);
    expect(typesOf(await execute('2', { silent: true }))).toEqual([]);
    expect((await execute('3')).reply.content['execution_count']).toBe(before + 1);
  });

  it('store_history_false keeps a cell out of the history', async () => {
    await execute('"kept out of it"', { store_history: false });
    const content = { hist_access_type: 'tail', output: false, raw: true, n: 5 };
    const { reply } = await ask('history_request', content);
    expect(JSON.stringify(reply.content['history'])).not.toContain('kept out of it');
  });
});

describe('tier 2, interactive', () => {
  it('complete_request', async () => {
    const { reply } = await ask('complete_request', { code: 'prin', cursor_pos: 4 });
    expect(reply.content).toMatchObject({ status: 'ok', cursor_start: 0, cursor_end: 4 });
    expect(reply.content['matches']).toContain('print');
  });

  it('inspect_request', async () => {
    const content = { code: 'len', cursor_pos: 3, detail_level: 0 };
    expect((await ask('inspect_request', content)).reply.content).toMatchObject({ found: true });
  });

  it.each([
    ['is_complete_complete', 'x = 1', 'complete'],
    ['is_complete_incomplete', 'for x in y:', 'incomplete'],
    ['is_complete_invalid', 'x = = 1', 'invalid'],
  ])('%s', async (_name, code, status) => {
    expect((await ask('is_complete_request', { code })).reply.content['status']).toBe(status);
  });

  it('history_request', async () => {
    await execute('remember_me = 1');
    const content = { hist_access_type: 'tail', output: false, raw: true, n: 1 };
    const { reply } = await ask('history_request', content);
    expect(at(reply.content, 'history', 0, 2)).toBe('remember_me = 1');
  });

  it('comm_info_request', async () => {
    expect((await ask('comm_info_request')).reply.content).toMatchObject({ status: 'ok' });
  });

  it('error_handling', async () => {
    const cell = await execute('def');
    expect(typesOf(cell)).toEqual(['execute_input', 'error']);
    expect(cell.reply.content).toMatchObject({ status: 'error', ename: 'SyntaxError' });
    expect(tracebackOf(await execute('1 / 0'))).toContain('ZeroDivisionError');
  });
});

describe('tier 3, rich output', () => {
  it('display_data', async () => {
    const cell = await execute('display({"text/html": "<b>x</b>"}, raw=True)');
    expect(data(cell, 'display_data')).toEqual([{ 'text/html': '<b>x</b>' }]);
  });

  it('update_display_data', async () => {
    const cell = await execute('handle = display(1, display_id="d")\nhandle.update(2)');
    expect(data(cell, 'update_display_data')).toEqual([{ 'text/plain': '2' }]);
  });

  it('clear_output', async () => {
    const cell = await execute('from IPython.display import clear_output; clear_output(wait=True)');
    expect(typesOf(cell)).toContain('clear_output');
  });

  it('execute_result', async () => {
    const cell = await execute('6 * 7');
    expect(data(cell, 'execute_result')).toEqual([{ 'text/plain': '42' }]);
  });

  it('rich_execute_result', async () => {
    const cell = await execute('from IPython.display import HTML; HTML("<i>y</i>")');
    expect(data(cell, 'execute_result')).toMatchObject([{ 'text/html': '<i>y</i>' }]);
  });
});

describe('tier 4, advanced', () => {
  it('stdin_input_request', async () => {
    kernel.client.onInput((prompt) => `${prompt}!`);
    expect(printed(await execute('print(input("name"))'))).toBe('name!\n');
    kernel.client.onInput(undefined);
  });

  it('comms_lifecycle, of an unknown target: it is closed', async () => {
    const { client } = kernel;
    client.send('shell', 'comm_open', { comm_id: 'life', target_name: 'unknown', data: {} });
    const close = await client.waitFor(
      ({ header }) => header.msg_type === 'comm_close',
      'comm_close',
    );
    expect(close.content['comm_id']).toBe('life');
  });

  it('interrupt_request', async () => {
    const { client } = kernel;
    const id = await startEndless(client, endless.sleep);
    const { reply } = await client.request('control', 'interrupt_request', {});
    expect(reply.content).toEqual({ status: 'ok' });
    expect((await client.done(id, 'the cell')).reply.content['ename']).toBe('KeyboardInterrupt');
  });

  it('execution_count_increments', async () => {
    const counts: number[] = [];
    for (const code of ['1', '%demo-echo', '2']) {
      counts.push(Number((await execute(code)).reply.content['execution_count']));
    }
    expect(counts.map((count) => count - (counts[0] ?? 0))).toEqual([0, 1, 2]);
  });

  it('parent_header_correlation', async () => {
    const cell = await execute('print("x"); display(1); 2');
    const parents = [cell.reply, ...cell.published].map(({ parent }) => parent.msg_id);
    expect(parents.length).toBeGreaterThan(3);
    expect(new Set(parents).size).toBe(1);
  });

  it('user_expressions', async () => {
    const { reply } = await execute('', { user_expressions: { two: '1 + 1' } });
    expect(at(reply.content, 'user_expressions', 'two', 'data', 'text/plain')).toBe('2');
  });

  it('stop_on_error aborts what waits', async () => {
    const { client } = kernel;
    const [first, second] = [client.start('1 / 0'), client.start('2')] as const;
    await client.done(first, 'the first');
    expect((await client.done(second, 'the second')).reply.content['status']).toBe('aborted');
  });
});

it('shutdown_reply, and the end of the process', async () => {
  const one = await startTestKernel();
  const { reply } = await one.client.request('control', 'shutdown_request', { restart: false });
  expect(reply.content).toEqual({ status: 'ok', restart: false });
  expect(await one.exited).toBe(0);
  await one.stop();
});
