import * as v from 'valibot';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { type InstalledKernel, installForTest } from './installed-kernel.ts';

let kernel: InstalledKernel;
beforeAll(async () => {
  kernel = await installForTest();
});
afterAll(() => kernel.remove());

const endSchema = v.object({
  interrupted: v.boolean(),
  status: v.string(),
  ename: v.nullable(v.string()),
  text: v.string(),
  started: v.number(),
  left: v.number(),
});

/** Runs cells and interrupts those that have a sign or a process (see interrupt_cells.py). */
async function runCells(
  ...cells: readonly { code: string; sign?: string; process?: string }[]
): Promise<v.InferOutput<typeof endSchema>[]> {
  const output = await kernel.run('interrupt_cells.py', 'tf-gpu-doctor', JSON.stringify(cells));
  return v.parse(v.array(endSchema), JSON.parse(output));
}

const fit = `
import numpy
import tensorflow as tf

model = tf.keras.Sequential([tf.keras.Input((8,)), tf.keras.layers.Dense(1)])
model.compile("sgd", "mse")

class Sign(tf.keras.callbacks.Callback):
    def on_train_batch_end(self, batch, logs=None):
        if batch == 20:
            print("it trains")

model.fit(numpy.zeros((200_000, 8)), numpy.zeros(200_000), batch_size=4, epochs=100, verbose=0, callbacks=[Sign()])
print("it never gets here")
`;

it('interrupts the training of a model, which stays as it is', async () => {
  const [training, after] = await runCells(
    { code: fit, sign: 'it trains\\n' },
    { code: 'print("parameters:", model.count_params())' },
  );
  expect(training).toMatchObject({
    interrupted: true,
    status: 'error',
    ename: 'KeyboardInterrupt',
  });
  expect(training?.text).not.toContain('PythonDied');
  expect(after).toMatchObject({ status: 'ok' });
  expect(after?.text).toContain('parameters: 9');
});

it('leaves no process of a check that is interrupted while it tries TensorFlow', async () => {
  const [check, inPython, after] = await runCells(
    { code: '%gpu-check --live', process: 'live.py' },
    { code: 'x = 1\ny = %gpu-check --live', process: 'live.py' },
    { code: 'print("x is", x)' },
  );
  for (const one of [check, inPython]) {
    expect(one).toMatchObject({ interrupted: true, status: 'error', left: 0 });
    expect(one?.started).toBeGreaterThan(0);
    expect(one?.ename).toBe('KeyboardInterrupt');
  }
  expect(after?.text).toContain('x is 1');
});
