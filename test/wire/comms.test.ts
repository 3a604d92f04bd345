import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { printed } from './client.ts';
import { startTestKernel, type TestKernel } from './kernel.ts';

let kernel: TestKernel;
beforeAll(async () => {
  kernel = await startTestKernel();
});
afterAll(() => kernel.stop());
afterEach(() => kernel.client.check());

const comm_id = 'slider';

async function openSlider(): Promise<void> {
  await kernel.client.execute(`
from ipykernel.comm import Comm
seen = []
slider = Comm(target_name="test", comm_id="${comm_id}")
slider.on_msg(lambda message: seen.append(message["content"]["data"]["value"]))`);
}

function move(value: number): void {
  kernel.client.send('shell', 'comm_msg', { comm_id, data: { value } });
}

async function seenValues(): Promise<unknown> {
  return JSON.parse(printed(await kernel.client.execute('import json; print(json.dumps(seen))')));
}

const upTo = (count: number) => Array.from({ length: count }, (_, value) => value);

describe('messages to a comm', () => {
  it.each([
    ['a magic that the kernel runs', '%demo-pause'],
    ['a Python cell', 'import time; time.sleep(0.5)'],
    ['a magic in a Python cell', 'x = 1\n%demo-pause'],
    ['nothing', ''],
  ])('keep their order during %s', async (_what, code) => {
    const { client } = kernel;
    await openSlider();
    move(0);
    const cell = client.start(code);
    const isDone = () =>
      client.messages.some(({ parent, channel }) => parent.msg_id === cell && channel === 'shell');
    let count = 1;
    while (!isDone() || count < 50) {
      move(count);
      count += 1;
      await delay(2);
    }
    await client.done(cell, 'the cell');
    for (const after = count + 20; count < after; count += 1) move(count);
    expect(await seenValues()).toEqual(upTo(count));
  });

  it('do not overtake the cell that registers their handler', async () => {
    const { client } = kernel;
    await client.execute(
      'slider.close(); seen = []; slider = Comm(target_name="test", comm_id="slider")',
    );
    client.start('import time; time.sleep(0.3)');
    client.start('slider.on_msg(lambda message: seen.append(message["content"]["data"]["value"]))');
    move(0);
    move(1);
    expect(await seenValues()).toEqual([0, 1]);
  });
});

describe('what a thread sends after a question of the kernel to Python', () => {
  // What a thread sends belongs to the last request, which is the kernel's own then.
  it('arrives: a message to a widget, a display and what is printed', async () => {
    const { client } = kernel;
    await client.execute(`
import _thread, os, time
from ipykernel.comm import Comm
from IPython.display import display
kept = Comm(target_name="x", comm_id="of-a-thread")
def send():
    while not os.path.exists("go"): time.sleep(0.01)
    kept.send({"n": 1})
    display("shown by a thread")
    print("printed by a thread", flush=True)
_thread.start_new_thread(send, ())`);
    // Python is asked whether it has a magic of this name.
    expect((await client.execute('%demo-ecoh')).reply.content['ename']).toBe('UsageError');
    writeFileSync(join(kernel.folder, 'go'), '');
    const ofThread = (type: string, text: string) =>
      client.waitFor(
        ({ header, content }) => header.msg_type === type && JSON.stringify(content).includes(text),
        `a ${type} of the thread`,
        5000,
      );
    await ofThread('comm_msg', 'of-a-thread');
    await ofThread('display_data', 'shown by a thread');
    await ofThread('stream', 'printed by a thread');
  });
});
