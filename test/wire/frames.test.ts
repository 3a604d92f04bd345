import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Dealer } from 'zeromq';

import { at, printed } from './client.ts';
import { startTestKernel, type TestKernel } from './kernel.ts';

let kernel: TestKernel;
beforeAll(async () => {
  kernel = await startTestKernel();
});
afterAll(() => kernel.stop());

const json = (value: unknown) => Buffer.from(JSON.stringify(value));
const delimiter = Buffer.from('<IDS|MSG>');

describe('what does not keep to the protocol', () => {
  it('is dropped, and the kernel goes on', async () => {
    const { client } = kernel;
    const good = () =>
      client.frame('execute_request', { code: 'print("intruder")', silent: false }).frames;
    const forged = good();
    forged[1] = Buffer.from('0'.repeat(64));
    const short = good();
    short[1] = Buffer.from('00');
    const changed = good();
    changed[5] = json({ code: 'print("other")', silent: false });
    const nonsense = [
      [Buffer.from('')],
      [Buffer.from([0xff, 0xfe, 0x00])],
      [delimiter],
      [delimiter, Buffer.from('x'), Buffer.from('{')],
      Array.from({ length: 300 }, () => Buffer.from('x')),
      forged,
      short,
      changed,
    ];
    for (const frames of nonsense) {
      for (const channel of ['shell', 'control', 'stdin'] as const) {
        await client.sendFrames(channel, frames);
      }
    }
    const cell = await client.execute('print("still here")');
    expect(printed(cell)).toBe('still here\n');
    const outputs = client.messages.filter(({ header }) => header.msg_type === 'stream');
    expect(outputs.map(({ content }) => content['text'])).toEqual(['still here\n']);
    expect(client.faults).toEqual([]);
  });

  it('is not run twice when it is played again', async () => {
    const { client } = kernel;
    const { id, frames } = client.frame('execute_request', {
      code: 'print("once")',
      silent: false,
    });
    await client.sendFrames('shell', frames);
    await client.done(id, 'the first');
    await client.sendFrames('shell', frames);
    await client.execute('1');
    const printedOnce = client.messages.filter(({ content }) => content['text'] === 'once\n');
    expect(printedOnce).toHaveLength(1);
  });

  it('is an error reply when signed by a client that forgets the content', async () => {
    const { client } = kernel;
    for (const content of [{}, { code: 7 }, { code: null, user_expressions: [] }]) {
      const id = client.send('shell', 'execute_request', content);
      await client.done(id, 'a strange cell');
    }
    const { reply } = await client.request('shell', 'complete_request', {});
    expect(reply.header.msg_type).toBe('complete_reply');
    expect(printed(await client.execute('print("still here")'))).toBe('still here\n');
  });
});

describe('content that is no JSON', () => {
  it.each([
    ['shell', 'execute_request'],
    ['shell', 'complete_request'],
    ['shell', 'comm_msg'],
    ['control', 'debug_request'],
    ['control', 'shutdown_request'],
    ['stdin', 'input_reply'],
  ] as const)('is survived on %s in %s', async (channel, type) => {
    const { client } = kernel;
    await client.sendFrames(channel, client.frame(type, '{"broken').frames);
    expect(printed(await client.execute('print("still here")'))).toBe('still here\n');
    client.check();
  });
});

describe('the heartbeat', () => {
  it('goes on after what no client would send', async () => {
    const { client, connection } = kernel;
    const stranger = new Dealer({ linger: 0 });
    stranger.connect(`tcp://${connection.ip}:${connection.ports.hb}`);
    for (const frames of [['junk'], ['', ''], ['', 'a', 'b'], [Buffer.alloc(100_000)]]) {
      await stranger.send(frames);
      await stranger.receive();
    }
    for (let time = 0; time < 3; time += 1) expect(await client.beat()).toBe('ping');
    stranger.close();
  });
});

describe('the log of dropped messages', () => {
  it('has one sentence for each reason, and nothing of their content', async () => {
    const one = await startTestKernel();
    const { frames } = one.client.frame('execute_request', { code: 'secret', silent: false });
    const forged = [...frames];
    forged[1] = Buffer.from('0'.repeat(64));
    for (let time = 0; time < 5; time += 1) {
      await one.client.sendFrames('shell', forged);
      await one.client.sendFrames('control', [Buffer.from('junk')]);
    }
    await one.client.execute('1');
    const lines = one.stderr().trim().split('\n');
    expect(lines).toHaveLength(2);
    expect(lines.join()).toContain('signature does not match the key');
    expect(lines.join()).toContain('does not follow the Jupyter messaging protocol');
    expect(one.stderr()).not.toContain('secret');
    await one.stop();
  });
});

describe('a huge message', () => {
  it('passes in both directions', async () => {
    const { client } = kernel;
    const text = 'ü'.repeat(1_000_000);
    const cell = await client.execute(`text = "${text}"\nprint(len(text))\ntext`);
    expect(printed(cell)).toBe('1000000\n');
    expect(at(cell.published.at(-1), 'content', 'data', 'text/plain')).toHaveLength(1_000_002);
    expect(client.faults).toEqual([]);
  });
});

describe('a connection', () => {
  it.each([
    ['over Unix sockets', { transport: 'ipc' }],
    ['without a key', { key: '' }],
    ['encrypted with CurveZMQ', { encrypted: true }],
  ] as const)('works %s', async (_what, request) => {
    const one = await startTestKernel(request);
    expect(printed(await one.client.execute('print("through")'))).toBe('through\n');
    expect(await one.client.beat()).toBe('ping');
    expect(one.client.faults).toEqual([]);
    await one.stop();
  });

  it('that is encrypted does not answer in the clear', async () => {
    const one = await startTestKernel({ encrypted: true });
    const { serverKey: _unused, ...plain } = one.connection;
    const { connectClient } = await import('./client.ts');
    const eavesdropper = connectClient(plain);
    eavesdropper.send('shell', 'kernel_info_request', {});
    await one.client.execute('print("secret")');
    expect(eavesdropper.messages).toEqual([]);
    await eavesdropper.close();
    await one.stop();
  });
});
