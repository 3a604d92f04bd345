import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { printed, tracebackOf, typesOf } from './client.ts';
import { startTestKernel, type TestKernel } from './kernel.ts';

let kernel: TestKernel;
beforeAll(async () => {
  kernel = await startTestKernel();
});
afterAll(() => kernel.stop());
afterEach(() => kernel.client.check());

const isText = (value: unknown) => typeof value === 'string';

describe('when Python dies', () => {
  it.each([
    ['os._exit(3)', 'import os; os._exit(3)', ['exit code 3']],
    ['SIGKILL', 'import os, signal; os.kill(os.getpid(), signal.SIGKILL)', ['SIGKILL']],
    ['SIGSEGV', 'import ctypes; ctypes.string_at(0)', ['SIGSEGV', 'segmentation fault']],
    [
      'SIGABRT',
      'import os; os.write(2, b"last words\\n"); os.abort()',
      ['SIGABRT', '    last words'],
    ],
    [
      'its own end',
      'import os; os.write(1, b"half a line"); os._exit(0)',
      ['exit code 0', 'half a line'],
    ],
  ])('by %s, the cell says how', async (_what, code, words) => {
    const { client } = kernel;
    const before = Number((await client.execute('variable = 1')).reply.content['execution_count']);
    const cell = await client.execute(code);
    expect(typesOf(cell).at(-1)).toBe('error');
    expect(cell.reply.content).toMatchObject({
      status: 'error',
      ename: 'PythonDied',
      execution_count: before + 1,
    });
    const text = tracebackOf(cell);
    for (const word of words) expect(text).toContain(word);
    expect(text).toContain('variables are gone');
    const next = await client.execute('print("variable" in globals())');
    expect(printed(next)).toBe('False\n');
    expect(next.reply.content['execution_count']).toBe(before + 2);
  });

  it('tells of everything that ended with it, in order', async () => {
    const { client } = kernel;
    const before = client.messages.length;
    await client.execute(`
from ipykernel.comm import Comm
kept = Comm(target_name="test", comm_id="kept")`);
    const ask = (command: string) =>
      client.request('control', 'debug_request', {
        type: 'request',
        seq: 1,
        command,
        arguments: { clientID: 'test', adapterID: '' },
      });
    await ask('initialize');
    await ask('attach');
    const created = await client.request('control', 'create_subshell_request', {});
    const header = { subshell_id: String(created.reply.content['subshell_id']) };
    const beside = client.start('import time; time.sleep(100)', {}, { header });
    const id = client.start('input("never answered")');
    await client.waitFor(
      ({ header: { msg_type }, parent }) => msg_type === 'input_request' && parent.msg_id === id,
      'the question',
    );
    const behind = client.start('print("never")');
    const { reply } = await client.request('control', 'usage_request', {});
    process.kill(Number(reply.content['pid']), 'SIGKILL');

    expect((await client.done(id, 'the cell')).reply.content['ename']).toBe('PythonDied');
    expect((await client.done(beside, 'the subshell')).reply.content['ename']).toBe('PythonDied');
    expect((await client.done(behind, 'the cell behind')).reply.content['status']).toBe('aborted');
    const published = client.messages
      .slice(before)
      .filter(({ channel }) => channel === 'iopub')
      .map(({ header: { msg_type }, content }) =>
        [msg_type, content['event'], content['comm_id']].filter(isText).join(' '),
      );
    const reported = ['error', 'comm_close kept', 'error', 'debug_event terminated'];
    expect(published.filter((type) => reported.includes(type))).toEqual(reported);

    // A late answer must not reach the next Python.
    client.send('stdin', 'input_reply', { status: 'ok', value: 'late' });
    client.onInput(() => 'in time');
    expect(printed(await client.execute('print(input())'))).toBe('in time\n');
    client.onInput(undefined);
    const refused = await client.execute('1', {}, { header });
    expect(refused.reply.content['status']).toBe('error');
  });

  it('answers what needs no Python while there is none', async () => {
    const { client } = kernel;
    await client.execute('import os; os._exit(1)');
    const magic = await client.execute('%demo-echo alone');
    expect(magic.reply.content['status']).toBe('ok');
    const asked = await Promise.all([
      client.request('shell', 'complete_request', { code: 'pri', cursor_pos: 3 }),
      client.request('shell', 'inspect_request', { code: 'print', cursor_pos: 5, detail_level: 0 }),
      client.request('shell', 'history_request', {
        hist_access_type: 'tail',
        n: 1,
        output: false,
        raw: true,
      }),
      client.request('shell', 'is_complete_request', { code: '1' }),
      client.request('shell', 'comm_info_request', {}),
      client.request('control', 'list_subshell_request', {}),
    ]);
    expect(asked.map(({ reply }) => reply.content['status'])).toEqual([
      'ok',
      'ok',
      'ok',
      'unknown',
      'ok',
      'ok',
    ]);
    const debug = await client.request('control', 'debug_request', {
      type: 'request',
      seq: 1,
      command: 'debugInfo',
    });
    expect(debug.reply.content).toMatchObject({ status: 'error' });
    expect(printed(await client.execute('print("new")'))).toBe('new\n');
  });

  it('names no cause from lines of an earlier cell, or from lines that end no process', async () => {
    const { client } = kernel;
    const line =
      'Could not load dynamic library libcudart.so.11.0; dlerror: cannot open shared object file';
    await client.execute(`import os; os.write(2, b"${line}\\n"); None`);
    const killed = await client.execute('import os, signal; os.kill(os.getpid(), signal.SIGKILL)');
    expect(tracebackOf(killed)).toContain('SIGKILL');
    expect(tracebackOf(killed)).not.toContain('libcudart');
    expect(tracebackOf(killed)).not.toContain('likely cause');
    const aborted = await client.execute(`import os; os.write(2, b"${line}\\n"); os.abort()`);
    expect(tracebackOf(aborted)).toContain('libcudart');
    expect(tracebackOf(aborted)).not.toContain('likely cause');
  });

  it('names the cause that the last lines of the cell show', async () => {
    const line = 'Could not load library libcudnn_cnn_infer.so.8. Error: libnvrtc.so: cannot open';
    const cell = await kernel.client.execute(`import os; os.write(2, b"${line}\\n"); os.abort()`);
    expect(tracebackOf(cell)).toContain('The likely cause:');
    expect(tracebackOf(cell)).toContain('cuDNN');
  });

  it('shows the input of a cell that dies before Python could', async () => {
    const { client } = kernel;
    // Native code that holds the interpreter stops the thread that publishes the input.
    for (let time = 0; time < 5; time += 1) {
      const cell = await client.execute('import ctypes; ctypes.PyDLL(None).abort()');
      expect(typesOf(cell)).toEqual(['execute_input', 'error']);
      expect(cell.reply.content['execution_count']).toBe(
        cell.published[0]?.content['execution_count'],
      );
    }
  });

  it('says so also when no cell was running', async () => {
    const { client } = kernel;
    const cell = client.start('import os; print(os.getpid())');
    const pid = Number(printed(await client.done(cell, 'the cell')));
    process.kill(pid, 'SIGKILL');
    const report = await client.waitFor(
      ({ header, parent, content }) =>
        header.msg_type === 'stream' && parent.msg_id === cell && content['name'] === 'stderr',
      'the news',
    );
    expect(report.content['text']).toContain('SIGKILL');
  });

  it('loses what is sent to it meanwhile, and nothing else', async () => {
    const { client } = kernel;
    await client.execute(`
from ipykernel.comm import Comm
flooded = Comm(target_name="test", comm_id="flooded")`);
    const id = client.start('import os, time; time.sleep(0.2); os._exit(1)');
    const asked: Promise<unknown>[] = [];
    const message = { comm_id: 'flooded', data: {} };
    const hasEnded = () =>
      client.messages.some(({ parent, channel }) => parent.msg_id === id && channel === 'shell');
    while (!hasEnded()) {
      client.send('shell', 'comm_msg', message, { buffers: [Buffer.alloc(10_000)] });
      asked.push(client.request('control', 'debug_request', { command: 'debugInfo' }));
      await delay(2);
    }
    await Promise.all(asked);
    expect(printed(await client.execute('print("alive")'))).toBe('alive\n');
  });

  it('runs the cells behind it in a new Python when they were not to stop', async () => {
    const { client } = kernel;
    const first = client.start('import os; os._exit(1)', { stop_on_error: false });
    const second = client.start('print("on")');
    expect((await client.done(first, 'the cell')).reply.content['ename']).toBe('PythonDied');
    expect(printed(await client.done(second, 'the next'))).toBe('on\n');
  });
});

it('outlives a fault of its own, and tells the terminal of it', async () => {
  const faulty = await startTestKernel({ faulty: true });
  const { client, stderr } = faulty;
  await client.execute('variable = 1');
  expect((await client.execute('%demo-stray')).reply.content['status']).toBe('ok');
  await expect.poll(stderr).toContain('thrown aside');
  const logged = stderr()
    .split('\n')
    .filter((line) => line.startsWith('tf-gpu-doctor: a fault of the kernel itself'));
  expect(logged.map((line) => /\((?<what>\w+: \w+ aside), at /u.exec(line)?.[1])).toEqual([
    'Error: rejected aside',
    'TypeError: thrown aside',
  ]);
  expect(printed(await client.execute('print(variable)'))).toBe('1\n');
  await faulty.stop();
});
