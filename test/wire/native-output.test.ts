import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { type Exchange, printed } from './client.ts';
import { startTestKernel, type TestKernel } from './kernel.ts';
import type { Received } from './schemas.ts';

let kernel: TestKernel;
beforeAll(async () => {
  kernel = await startTestKernel();
});
afterAll(() => kernel.stop());
afterEach(() => kernel.client.check());

const streams = ({ published }: Exchange) =>
  published.filter(({ header }) => header.msg_type === 'stream');

describe('native output', () => {
  // A Jupyter server with its default limits stops a kernel that publishes 3000 messages within 3 s.
  it.each([
    [
      'a subprocess',
      'import subprocess; subprocess.run(["bash", "-c", "for ((i = 0; i < 40000; i++)); do echo line $i; done"]); None',
      40_000,
    ],
    ['os.write', 'import os\nfor i in range(60000): os.write(1, b"line %d\\n" % i)', 60_000],
  ])('of %s arrives whole, in few messages', async (_what, code, count) => {
    const cell = await kernel.client.execute(code);
    const lines = printed(cell).trimEnd().split('\n');
    expect(lines).toEqual(Array.from({ length: count }, (_, number) => `line ${number}`));
    expect(streams(cell).length).toBeLessThan(1000);
  });

  it('of two streams in turns arrives whole', async () => {
    const cell = await kernel.client.execute(
      'import os\nfor i in range(5000): os.write(1, b"out\\n"); os.write(2, b"err\\n")',
    );
    expect(printed(cell)).toBe('out\n'.repeat(5000));
    expect(printed(cell, 'stderr')).toBe('err\n'.repeat(5000));
    expect(streams(cell).length).toBeLessThan(1000);
  });
});

describe('a process that goes on writing without end', () => {
  it('does not keep its cell from ending, nor the next one', async () => {
    const { client } = kernel;
    const cell = await client.execute('import subprocess; flood = subprocess.Popen(["yes"])');
    expect(cell.reply.content['status']).toBe('ok');
    const next = await client.execute('flood.kill(); flood.wait()');
    expect(next.reply.content['status']).toBe('ok');
    client.forget();
  });
});

describe('native output before a display', () => {
  it.each(['display(2)', '2', 'print(2, flush=True)', 'raise ValueError(2)'])(
    'is shown before it: %s',
    async (after) => {
      for (let time = 0; time < 50; time += 1) {
        const code = `from IPython.display import display; import os; os.write(1, b"1" * 1000)\n${after}`;
        const { published } = await kernel.client.execute(code);
        const text = published.map(({ content }) => JSON.stringify(content));
        const native = text.findIndex((one) => one.includes('1'.repeat(1000)));
        const shown = published.findIndex(
          ({ header, content }) =>
            header.msg_type !== 'execute_input' && /"2|>2</u.test(JSON.stringify(content)),
        );
        expect(shown).toBeGreaterThan(native);
      }
    },
  );
});

describe('a cell whose native code holds the interpreter at once', () => {
  // ipykernel publishes from a thread of its own, and that thread cannot run until the native code returns.
  it('is shown as running, with its output, while it runs', async () => {
    const { client } = kernel;
    await client.execute('import ctypes, sys; sys.setswitchinterval(1000); c = ctypes.PyDLL(None)');
    const id = client.start('c.write(1, b"runs", 4), c.sleep(1000)');
    const isOutput = ({ header, parent }: Received) =>
      parent.msg_id === id && header.msg_type === 'stream';
    await client.waitFor(isOutput, 'the output of a cell that holds the interpreter');
    client.send('control', 'interrupt_request', {});
    const { published } = await client.done(id, 'the cell');
    await client.execute('sys.setswitchinterval(0.005)');
    const types = published.map(({ header }) => header.msg_type);
    expect(types).toEqual(['execute_input', 'stream', 'error']);
    const first = client.messages.find(
      ({ channel, parent }) => channel === 'iopub' && parent.msg_id === id,
    );
    expect(first?.content['execution_state']).toBe('busy');
  });
});

describe('the descriptors of sys.stdout and sys.stderr', () => {
  it('can be given to a subprocess and to faulthandler', async () => {
    const cell = await kernel.client.execute(`
import faulthandler, subprocess, sys
subprocess.run(["echo", "from a subprocess"], stdout=sys.stdout)
faulthandler.dump_traceback(file=sys.stderr)`);
    expect(cell.reply.content['status']).toBe('ok');
    expect(printed(cell)).toBe('from a subprocess\n');
    expect(printed(cell, 'stderr')).toContain('most recent call first');
  });
});
