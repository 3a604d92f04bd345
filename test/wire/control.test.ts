import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { at, printed } from './client.ts';
import { startTestKernel, type TestKernel } from './kernel.ts';
import { endless, startEndless } from './running.ts';
import type { Received } from './schemas.ts';

let kernel: TestKernel;
beforeAll(async () => {
  kernel = await startTestKernel();
});
afterAll(() => kernel.stop());
afterEach(() => kernel.client.check());

/** Starts a cell and waits until it runs. */
async function begin(code: string, content = {}): Promise<string> {
  const { client } = kernel;
  const id = client.start(code, content);
  await client.waitFor(
    ({ parent, header }) => parent.msg_id === id && header.msg_type === 'execute_input',
    'the start of a cell',
  );
  return id;
}

/** A request to the debugger. */
async function ask(command: string, args: object = {}) {
  const content = { type: 'request', seq: 1, command, arguments: args };
  return (await kernel.client.request('control', 'debug_request', content)).reply.content;
}

describe('interrupt', () => {
  it.each([
    ['a busy loop', endless.loop, 'error', 'aborted'],
    ['time.sleep', endless.sleep, 'error', 'aborted'],
    ['await', endless.await, 'error', 'aborted'],
    // IPython goes on after a command that was interrupted.
    ['a shell command', endless.shell, 'ok', 'ok'],
    ['a magic that the kernel runs', endless.magic, 'error', 'aborted'],
    ['a magic in a Python cell', endless.magicInPython, 'error', 'aborted'],
  ])('ends %s, and what waits behind it', async (_what, code, status, after) => {
    const { client } = kernel;
    const id = await startEndless(client, code);
    const behind = client.start('print("never")');
    // Answered out of turn, so whatever came before on shell has arrived: the cell behind waits.
    await client.request('shell', 'kernel_info_request', {});
    expect((await client.request('control', 'interrupt_request', {})).reply.content).toEqual({
      status: 'ok',
    });
    expect((await client.done(id, code)).reply.content['status']).toBe(status);
    expect((await client.done(behind, 'the cell behind')).reply.content['status']).toBe(after);
    expect(printed(await client.execute('print("alive")'))).toBe('alive\n');
  });

  it('ends input()', async () => {
    const { client } = kernel;
    const id = await begin('input("? ")');
    await client.waitFor(
      ({ header, parent }) => header.msg_type === 'input_request' && parent.msg_id === id,
      'the question',
    );
    await client.request('control', 'interrupt_request', {});
    expect((await client.done(id, 'input')).reply.content['ename']).toBe('KeyboardInterrupt');
  });

  it('does nothing to an idle kernel', async () => {
    const { client } = kernel;
    await client.request('control', 'interrupt_request', {});
    expect(printed(await client.execute('print("alive")'))).toBe('alive\n');
  });
});

describe('while a cell runs', () => {
  it('answers kernel_info on shell and control, and the heartbeat', async () => {
    const { client } = kernel;
    const id = await startEndless(client, endless.sleep);
    for (const channel of ['shell', 'control'] as const) {
      const { reply } = await client.request(channel, 'kernel_info_request', {});
      expect(reply.channel).toBe(channel);
      expect(reply.content).toMatchObject({ protocol_version: '5.5' });
    }
    expect(await client.beat()).toBe('ping');
    await client.request('control', 'interrupt_request', {});
    await client.done(id, 'the cell');
  });

  it('says busy and idle, and nothing else, to an unknown request', async () => {
    const { client } = kernel;
    const id = client.send('shell', 'strange_request', {});
    await client.waitFor(
      ({ parent, content }) => parent.msg_id === id && content['execution_state'] === 'idle',
      'idle',
    );
    const replies = client.messages.filter(
      ({ parent, channel }) => parent.msg_id === id && channel !== 'iopub',
    );
    expect(replies).toEqual([]);
  });
});

describe('what ipykernel answers', () => {
  it('is there: history, is_complete, usage', async () => {
    const { client } = kernel;
    await client.execute('remembered = 1');
    const history = { hist_access_type: 'tail', output: false, raw: true, n: 1 };
    const { reply } = await client.request('shell', 'history_request', history);
    expect(JSON.stringify(reply.content['history'])).toContain('remembered = 1');
    const complete = await client.request('shell', 'is_complete_request', { code: 'if True:' });
    expect(complete.reply.content).toMatchObject({ status: 'incomplete' });
    const usage = await client.request('control', 'usage_request', {});
    expect(usage.reply.content['pid']).toEqual(expect.any(Number));
  });
});

describe('subshells', () => {
  it('run beside a busy main shell, and are forgotten when deleted', async () => {
    const { client } = kernel;
    const created = await client.request('control', 'create_subshell_request', {});
    const id = String(created.reply.content['subshell_id']);
    const list = await client.request('control', 'list_subshell_request', {});
    expect(list.reply.content['subshell_id']).toEqual([id]);
    const busy = await startEndless(client, endless.sleep);
    const header = { subshell_id: id };
    const beside = await client.execute('print("beside")', {}, { header });
    expect(printed(beside)).toBe('beside\n');
    await client.request('control', 'interrupt_request', {});
    await client.done(busy, 'the main shell');
    const magic = await client.execute('x = %demo-echo beside', {}, { header });
    expect(magic.published.map((message) => message.header.msg_type)).toContain('display_data');
    await client.request('control', 'delete_subshell_request', { subshell_id: id });
    const refused = await client.execute('1', {}, { header });
    expect(refused.reply.content['status']).toBe('error');
  });
});

describe('the debugger', () => {
  it('attaches, stops at a breakpoint, and goes on', async () => {
    const { client } = kernel;
    expect(await ask('initialize', { clientID: 'test', adapterID: '' })).toMatchObject({
      success: true,
    });
    expect(await ask('attach')).toMatchObject({ success: true });
    const code = 'first = 1\nsecond = 2\nprint("after")';
    const dumped = await ask('dumpCell', { code });
    const path = at(dumped, 'body', 'sourcePath');
    const set = await ask('setBreakpoints', {
      breakpoints: [{ line: 2 }],
      source: { path },
      sourceModified: false,
    });
    expect(set).toMatchObject({ success: true });
    expect(await ask('configurationDone')).toMatchObject({ success: true });
    // ipykernel does not answer this, which the kernel finds out with a request of its own on control. Debugger events
    // belong to the last request on control, so the next ones belong to that one.
    expect(await ask('source', {})).toMatchObject({ status: 'error' });
    const id = client.start(code);
    await client.waitFor(
      ({ header, content }) => header.msg_type === 'debug_event' && content['event'] === 'stopped',
      'the stop',
    );
    const info = await ask('debugInfo');
    const threadId = at(info, 'body', 'stoppedThreads', 0);
    expect(threadId).toEqual(expect.any(Number));
    const inspected = await client.request('control', 'kernel_info_request', {});
    expect(inspected.reply.content['supported_features']).toContain('debugger');
    expect(await ask('continue', { threadId })).toMatchObject({ success: true });
    expect(printed(await client.done(id, 'the cell'))).toBe('after\n');
    expect(await ask('disconnect', { restart: false, terminateDebuggee: false })).toMatchObject({
      success: true,
    });
  });
});

describe('shutdown', () => {
  it('is answered on control and on iopub, and leaves nothing behind', async () => {
    const one = await startTestKernel({ transport: 'ipc' });
    const pid = printed(await one.client.execute('import os; print(os.getpid())')).trim();
    const { reply } = await one.client.request('control', 'shutdown_request', { restart: false });
    expect(reply.content).toEqual({ status: 'ok', restart: false });
    await one.client.waitFor(
      ({ header, channel }) => header.msg_type === 'shutdown_reply' && channel === 'iopub',
      'the shutdown_reply on iopub',
    );
    expect(await one.exited).toBe(0);
    expect(() => process.kill(Number(pid), 0)).toThrow('ESRCH');
    expect(one.client.faults).toEqual([]);
    expect(one.stderr()).toBe('');
    await one.stop();
  });

  it.each([
    ['does not stop on errors', { stop_on_error: false, silent: false }],
    ['is silent', { silent: true, store_history: false }],
  ])('starts no other Python for the cells behind one that %s', async (_what, content) => {
    const one = await startTestKernel();
    const { client } = one;
    const running = one.client.start(
      'import time; print("runs", flush=True); time.sleep(100)',
      content,
    );
    if (!content.silent) {
      const started = ({ parent, header }: Received) =>
        parent.msg_id === running && header.msg_type === 'execute_input';
      await client.waitFor(started, 'the start');
    }
    const behind = ['print(1)', '%demo-echo', 'print(2)'].map((code) => client.start(code));
    await client.request('shell', 'kernel_info_request', {});
    const shutdown = client.request('control', 'shutdown_request', { restart: true });
    for (const id of behind) {
      expect((await client.done(id, 'a cell')).reply.content['status']).toBe('aborted');
    }
    await shutdown;
    expect(await one.exited).toBe(0);
    expect(one.temporaryFiles()).toEqual([]);
    await one.stop();
  });
});
