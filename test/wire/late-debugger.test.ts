import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';

import { printed } from './client.ts';
import { startTestKernel, type TestKernel } from './kernel.ts';

const folder = mkdtempSync(join(tmpdir(), 'tfgd-debugger-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const isLoaded = 'import sys; print("debugpy" in sys.modules, "pydevd" in sys.modules)';

async function debugInfo({ client }: TestKernel) {
  const content = { type: 'request', seq: 7, command: 'debugInfo' };
  return (await client.request('control', 'debug_request', content)).reply.content;
}

it('is loaded by the first request, and nothing of it becomes the output of a cell', async () => {
  const kernel = await startTestKernel();
  const { client } = kernel;
  expect(printed(await client.execute(isLoaded))).toBe('False False\n');
  const info = await client.request('shell', 'kernel_info_request', {});
  expect(info.reply.content['supported_features']).toContain('debugger');
  const id = client.start('import time; time.sleep(1)');
  expect(await debugInfo(kernel)).toMatchObject({ success: true, body: { isStarted: false } });
  const cell = await client.done(id, 'the cell');
  expect(cell.published.filter(({ header }) => header.msg_type === 'stream')).toEqual([]);
  expect(printed(await client.execute(isLoaded))).toBe('True True\n');
  const variable = 'import os; print(os.environ.get("PYDEVD_DISABLE_FILE_VALIDATION"))';
  expect(printed(await client.execute(variable))).toBe('None\n');
  await kernel.stop();
});

it('is ready when a cell has imported debugpy itself', async () => {
  const kernel = await startTestKernel();
  await kernel.client.execute('import debugpy');
  expect(await debugInfo(kernel)).toMatchObject({ success: true });
  await kernel.stop();
});

it('says what is wrong with a debugpy that cannot be imported', async () => {
  mkdirSync(join(folder, 'debugpy'));
  writeFileSync(join(folder, 'debugpy/__init__.py'), 'raise RuntimeError("torn apart")\n');
  const kernel = await startTestKernel({ environment: { PYTHONPATH: folder } });
  for (let time = 0; time < 2; time++) {
    expect(await debugInfo(kernel)).toMatchObject({
      type: 'response',
      request_seq: 7,
      command: 'debugInfo',
      success: false,
      message: expect.stringContaining('torn apart'),
    });
  }
  expect(printed(await kernel.client.execute('print("still")'))).toBe('still\n');
  await kernel.stop();
});
