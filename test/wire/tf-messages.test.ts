import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { root } from '../../src/root.ts';
import { at, type Exchange, printed } from './client.ts';
import { startTestKernel, type TestKernel } from './kernel.ts';

let kernel: TestKernel;
beforeAll(async () => {
  // As in the lab, so that the answer does not depend on the GPUs of the machine that runs the tests.
  kernel = await startTestKernel({ main: [], environment: { GPU_LAB_VIEW: 'none' } });
});
afterAll(() => kernel.stop());
afterEach(() => kernel.client.check());

const noise =
  '2024-01-01 00:00:00.000000: I tensorflow/core/util/port.cc:153] oneDNN custom operations are on. You may see slightly different numerical results.';
const lost =
  "2024-01-01 00:00:00.000000: W tensorflow/stream_executor/platform/default/dso_loader.cc:64] Could not load dynamic library 'libcudnn.so.8'; dlerror: libcudnn.so.8: cannot open shared object file";
const hidden =
  '2024-01-01 00:00:00.000000: E cuda_driver.cc:1] failed call to cuInit: CUDA_ERROR_SYSTEM_NOT_READY: system not yet initialized';

const write = (...lines: string[]) =>
  `import os\nfor line in ${JSON.stringify(lines)}: os.write(2, line.encode() + b"\\n")`;

const displays = ({ published }: Exchange) =>
  published.filter(({ header }) => header.msg_type.endsWith('display_data'));
const cards = (cell: Exchange) =>
  displays(cell)
    .map(({ content }) => at(content, 'data', 'application/vnd.tf-gpu-doctor.tf-message+json'))
    .filter((value) => value !== undefined);

/** Says what in a display does not fit the schema of its kind. */
function misfits(cell: Exchange): unknown[] {
  return displays(cell).flatMap(({ content }) =>
    ['tf-message', 'tf-fold'].flatMap((name) => {
      const value = at(content, 'data', `application/vnd.tf-gpu-doctor.${name}+json`);
      if (value === undefined) return [];
      const file = join(root, `content/schema/${name}.json`);
      const validate = new Ajv().compile(Object(JSON.parse(readFileSync(file, 'utf8'))));
      return validate(value) ? [] : [validate.errors];
    }),
  );
}

describe('a card', () => {
  it('says once for each cause why TensorFlow will not use a GPU, as the last thing under the cell', async () => {
    const cell = await kernel.client.execute(`${write(noise, lost)}\nprint("done")`);
    expect(cards(cell)).toMatchObject([{ cause: 'cudnn-missing' }]);
    expect(misfits(cell)).toEqual([]);
    expect(cell.published.at(-1)?.header.msg_type).toBe('display_data');
    expect(printed(cell, 'stderr')).toBe(`${noise}\n${lost}\n`);
    const again = await kernel.client.execute(write(lost));
    expect(cards(again)).toEqual([]);
    const another = await kernel.client.execute(write(hidden));
    expect(cards(another)).toMatchObject([{ cause: 'fabric-manager-802' }]);
  });

  it('is not shown for harmless messages, for what Python prints, nor when it is switched off', async () => {
    const after = hidden.replace('SYSTEM_NOT_READY', 'SYSTEM_DRIVER_MISMATCH');
    expect(displays(await kernel.client.execute(write(noise)))).toEqual([]);
    expect(displays(await kernel.client.execute(`print(${JSON.stringify(after)})`))).toEqual([]);
    await kernel.client.execute('%tf-messages off');
    expect(displays(await kernel.client.execute(write(after)))).toEqual([]);
    await kernel.client.execute('%tf-messages on');
  });
});

describe('fold', () => {
  beforeAll(async () => {
    await kernel.client.execute('%tf-messages fold');
  });
  afterAll(async () => {
    await kernel.client.execute('%tf-messages on');
  });

  it('shows harmless lines as one line, and all others where they were', async () => {
    const cell = await kernel.client.execute(write(noise, noise, 'mine', noise, lost));
    expect(printed(cell, 'stderr')).toBe(`mine\n${lost}\n`);
    const shown = displays(cell).map(({ content }) => at(content, 'data', 'text/plain'));
    expect(shown).toEqual(['2 harmless TensorFlow messages', '1 harmless TensorFlow message']);
    expect(JSON.stringify(displays(cell)[0]?.content)).toContain('oneDNN custom operations');
    expect(at(displays(cell)[0]?.content, 'data')).toHaveProperty(
      ['application/vnd.tf-gpu-doctor.tf-fold+json', 'count'],
      2,
    );
    expect(misfits(cell)).toEqual([]);
  });

  it('counts on in the same line while nothing else is printed', async () => {
    const code = `${write(noise)}\nimport time; time.sleep(0.3)\n${write(noise)}`;
    const cell = await kernel.client.execute(code);
    const [first, second] = displays(cell);
    expect(second?.header.msg_type).toBe('update_display_data');
    expect(at(second?.content, 'transient')).toEqual(at(first?.content, 'transient'));
    expect(at(second?.content, 'data', 'text/plain')).toBe('2 harmless TensorFlow messages');
  });

  it('loses no line of a long output', async () => {
    const code = `import os\nfor i in range(20000): os.write(2, b"line %d\\n" % i)`;
    const cell = await kernel.client.execute(code);
    expect(printed(cell, 'stderr').split('\n')).toHaveLength(20_001);
  });
});

it('Tab offers what can be chosen, Shift-Tab says what it does', async () => {
  const { client } = kernel;
  const content = { code: '%tf-messages o', cursor_pos: 14 };
  const { reply } = await client.request('shell', 'complete_request', content);
  expect(reply.content['matches']).toEqual(['on', 'off']);
  const asked = { code: '%tf-messages fold', cursor_pos: 5, detail_level: 0 };
  const inspected = await client.request('shell', 'inspect_request', asked);
  expect(at(inspected.reply.content, 'data', 'text/plain')).toMatch(
    /%tf-messages[^]*fold[^]*one line that unfolds/u,
  );
});

it.skipIf(existsSync('/proc/driver/nvidia'))(
  'of the real TensorFlow, without a GPU, are folded and explained',
  async () => {
    const own = await startTestKernel({ main: [] });
    await own.client.execute('%tf-messages fold');
    const code = 'import tensorflow as tf\nprint(tf.config.list_physical_devices("GPU"))';
    const cell = await own.client.execute(code);
    expect(printed(cell)).toBe('[]\n');
    expect(cards(cell)).toHaveLength(1);
    expect(displays(cell).length).toBeGreaterThan(1);
    expect(printed(cell, 'stderr')).not.toContain('oneDNN');
    await own.stop();
  },
  120_000,
);
