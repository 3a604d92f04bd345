import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { at, printed, tracebackOf, typesOf } from './client.ts';
import { startTestKernel, type TestKernel } from './kernel.ts';
import { endless, startEndless } from './running.ts';
import type { Received } from './schemas.ts';

let kernel: TestKernel;
beforeAll(async () => {
  kernel = await startTestKernel();
});
afterAll(() => kernel.stop());
afterEach(() => kernel.client.check());

describe('a request that ipykernel drops', () => {
  it.each([
    ['execute_request', { code: '1', silent: false }, { version: 'x' }],
    ['execute_request', { code: '1', silent: false }, { version: '' }],
    ['execute_request', { code: '1', silent: false }, { version: '4.1' }],
    ['history_request', { hist_access_type: 'tail', n: 1 }, { version: 'x' }],
  ])('ends with an error: %s %j %j', async (type, content, header) => {
    const { client } = kernel;
    const { reply } = await client.request('shell', type, content, { header });
    expect(reply.content).toMatchObject({ status: 'error', ename: 'ProtocolError' });
    expect(printed(await client.execute('print("next")'))).toBe('next\n');
  });

  it.each(['comm_msg', 'comm_close', 'comm_open'])(
    'does not hold up the cells behind it: %s without a usable comm_id',
    async (type) => {
      const { client } = kernel;
      for (const comm_id of [[], {}, null]) client.send('shell', type, { comm_id, data: {} });
      expect(printed(await client.execute('print("next")'))).toBe('next\n');
    },
  );

  it.each([
    { date: null, session: null, username: null },
    { date: 7, session: 7, username: 7 },
  ])('is not one with a header like %j', async (header) => {
    const { client } = kernel;
    const content = { code: 'print("answered")', silent: false };
    const end = await client.request('shell', 'execute_request', content, { header });
    expect(printed(end)).toBe('answered\n');
  });
});

describe('the number of a cell', () => {
  it('is given once, also when a cell asks for input', async () => {
    const { client } = kernel;
    client.onInput(() => 'typed');
    const numbers: unknown[] = [];
    for (let time = 0; time < 15; time += 1) {
      for (const code of ['print(input("?"))', '%demo-echo']) {
        numbers.push((await client.execute(code)).reply.content['execution_count']);
      }
    }
    client.onInput(undefined);
    expect(new Set(numbers).size).toBe(numbers.length);
    const errors = client.messages.filter(({ content }) =>
      String(content['text']).includes('not unique'),
    );
    expect(errors).toEqual([]);
  });
});

const states = () => kernel.client.messages.filter(({ header }) => header.msg_type === 'status');

describe('while a cell runs', () => {
  it('answers Tab at once, with an empty rest for names of Python', async () => {
    const { client } = kernel;
    await client.execute('a_name_of_python = 1');
    const id = await startEndless(client, endless.sleep);
    const content = { code: 'x = 1\na_name_of', cursor_pos: 15 };
    const { reply } = await client.request('shell', 'complete_request', content);
    expect(reply.content).toEqual({
      status: 'ok',
      matches: [],
      cursor_start: 15,
      cursor_end: 15,
      metadata: {},
    });
    await client.request('control', 'interrupt_request', {});
    await client.done(id, 'the cell');
    const later = await client.request('shell', 'complete_request', content);
    expect(later.reply.content['matches']).toEqual(['a_name_of_python']);
  });

  it('a cell that has its reply runs no more: Tab right behind the reply has the names of Python', async () => {
    const { client } = kernel;
    await client.execute('a_name_of_python = 1');
    for (let time = 0; time < 20; time += 1) {
      const id = client.start('"some text" * 3');
      await client.waitFor(
        ({ header, parent }) => header.msg_type === 'execute_reply' && parent.msg_id === id,
        'the reply',
      );
      const content = { code: 'a_name_of', cursor_pos: 9 };
      const { reply } = await client.request('shell', 'complete_request', content);
      expect(reply.content['matches']).toEqual(['a_name_of_python']);
    }
  });

  it.each([
    ['kernel_info_request', 'shell'],
    ['kernel_info_request', 'control'],
    ['connect_request', 'shell'],
    ['strange_request', 'control'],
  ] as const)('is busy again after %s on %s', async (type, channel) => {
    const { client } = kernel;
    const id = await startEndless(client, endless.sleep);
    const asked = client.send(channel, type, {});
    const isIdle = ({ parent, content }: Received) =>
      parent.msg_id === asked && content['execution_state'] === 'idle';
    await client.waitFor(isIdle, 'idle');
    await client.waitFor(() => states().at(-1)?.parent.msg_id === id, 'busy once more');
    expect(states().at(-1)?.content['execution_state']).toBe('busy');
    await client.request('control', 'interrupt_request', {});
    await client.done(id, 'the cell');
    expect(states().at(-1)?.content['execution_state']).toBe('idle');
  });
});

describe('a magic as people write it', () => {
  it.each(['%demo-echo;', '%demo-echo  # why?', 'x = 1\n%demo-echo  # why?', 'x = %demo-echo ;'])(
    '%j works',
    async (code) => {
      const cell = await kernel.client.execute(code);
      expect(cell.reply.content['status']).toBe('ok');
      const values = cell.published.map(({ content }) =>
        at(content, 'data', 'application/vnd.tf-gpu-doctor.demo+json', 'positionals'),
      );
      expect(values).toContainEqual([]);
    },
  );

  it.each(['%help', '%doctor', 'x = %help'])('%s lists the commands', async (code) => {
    const cell = await kernel.client.execute(code);
    const text = cell.published.map(({ content }) => at(content, 'data', 'text/plain')).join('');
    expect(text).toContain('demo-echo');
  });

  it('gets a hint after a typo that names something that exists', async () => {
    const text = tracebackOf(await kernel.client.execute('%demo-ecko'));
    expect(text).toContain('%demo-echo');
    const names = [...text.matchAll(/%[\w-]+/gu)].map(([name]) => name);
    expect(names).toContain('%help');
    for (const name of names.filter((one) => one !== '%demo-ecko')) {
      const { reply } = await kernel.client.execute(name);
      expect([name, reply.content['status']]).toEqual([name, 'ok']);
    }
  });
});

describe('a cell that captures its output', () => {
  it('captures the displays of our magics, too', async () => {
    const { client } = kernel;
    const captured = await client.execute('%%capture taken\n%demo-steps\n%demo-chart');
    expect(typesOf(captured)).toEqual(['execute_input']);
    const cell = await client.execute('for one in taken.outputs:\n    if one.data: display(one)');
    const texts = cell.published.slice(1).map(({ content }) => at(content, 'data', 'text/plain'));
    expect(texts).toEqual([
      expect.stringContaining('steps'),
      expect.stringContaining('a chart'),
      expect.stringContaining('TFLOP/s'),
    ]);
  });

  it('captures what they print', async () => {
    const cell = await kernel.client.execute(`
import contextlib, io, json
with contextlib.redirect_stdout(io.StringIO()) as taken:
    %demo-echo --json x
print(json.loads(taken.getvalue())["positionals"])`);
    expect(printed(cell)).toBe("['x']\n");
  });
});
