import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { root } from '../../src/root.ts';
import { at, printed, tracebackOf } from './client.ts';
import { practicePython, startTestKernel } from './kernel.ts';
import type { Received } from './schemas.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tfgd-start-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const isStarting = ({ content }: Received) => content['execution_state'] === 'starting';

it('publishes that it is starting, to the first client and not to a later one', async () => {
  const kernel = await startTestKernel({ wait: false });
  const { client } = kernel;
  const first = await client.waitFor(({ header }) => header.msg_type === 'status', 'a status');
  expect(first.content).toEqual({ execution_state: 'starting' });
  await client.execute('1');
  const later = kernel.connect();
  await later.subscribed();
  await later.execute('1');
  expect([client, later].map(({ messages }) => messages.filter(isStarting).length)).toEqual([1, 0]);
  await kernel.stop();
});

describe('signals while it starts', () => {
  it.each([1, 2, 3])('SIGTERM ends it in good order: %i', async () => {
    const kernel = await startTestKernel();
    kernel.process.kill('SIGTERM');
    expect(await kernel.exited).toBe(0);
    expect(kernel.temporaryFiles()).toEqual([]);
    await kernel.discard();
  });

  it('SIGINT does not end it', async () => {
    const kernel = await startTestKernel();
    kernel.process.kill('SIGINT');
    // This one may be interrupted.
    await kernel.client.execute('print(0)');
    expect(printed(await kernel.client.execute('print(1)'))).toBe('1\n');
    await kernel.stop();
  });
});

describe('arguments that are not ours', () => {
  it.each([
    // What `jupyter run --kernel tf-gpu-doctor s.py` passes.
    [['--kernel', 'tf-gpu-doctor', 's.py'], 'print(1)', '1\n'],
    [['--debug'], 'print(1)', '1\n'],
    [['--unknown-flag', '--Unknown.trait=1'], 'print(1)', '1\n'],
    [['--IPKernelApp.exec_lines=handed_on = 1'], 'print(handed_on)', '1\n'],
  ])('%j do not stop the start', async (args, code, expected) => {
    const kernel = await startTestKernel({ main: ['--python', practicePython, ...args] });
    expect(printed(await kernel.client.execute(code))).toBe(expected);
    kernel.client.check();
    await kernel.stop();
  });
});

describe('a Python that was named and cannot be used', () => {
  it('is named by Python cells and by our magics, and nothing is judged in its place', async () => {
    const kernel = await startTestKernel({
      main: [],
      environment: { TF_GPU_DOCTOR_PYTHON: '/nonexistent/python' },
    });
    const { client } = kernel;
    const cell = await client.execute('print(1)');
    expect(cell.reply.content).toMatchObject({ status: 'error', ename: 'PythonNotStarted' });
    const check = await client.execute('%gpu-check --static');
    expect(check.reply.content['status']).toBe('error');
    for (const end of [cell, check]) {
      expect(tracebackOf(end)).toContain('TF_GPU_DOCTOR_PYTHON');
      expect(tracebackOf(end)).toContain('/nonexistent/python');
    }
    const info = await client.request('shell', 'kernel_info_request', {});
    expect(info.reply.content['status']).toBe('ok');
    expect((await client.execute('%help')).reply.content['status']).toBe('ok');
    await kernel.stop();
  });
});

describe('the folder of the notebook', () => {
  it('gives no module to the question that is asked of a Python', async () => {
    // Without a folder of packages beside it, this Python is asked for its version.
    const python = join(folder, 'python');
    writeFileSync(python, `#!/bin/sh\nexec "${practicePython}" "$@"\n`, { mode: 0o755 });
    const trap = `open(${JSON.stringify(join(folder, 'ran'))}, "w")\n`;
    const kernel = await startTestKernel({
      python,
      files: { 'json.py': trap, 'platform.py': trap, 'os.py': trap },
    });
    const info = await kernel.client.request('shell', 'kernel_info_request', {});
    expect(at(info.reply.content, 'language_info', 'version')).toMatch(/^3\.\d+\.\d+/u);
    // ipykernel itself imports from there, as everywhere; it starts later than the answer.
    const before = existsSync(join(folder, 'ran'));
    expect(before).toBe(false);
    await kernel.stop();
  });
});

describe('TMPDIR', () => {
  it.each([
    ['that does not exist', () => join(folder, 'missing')],
    [
      'that is a file',
      () => {
        writeFileSync(join(folder, 'file'), '');
        return join(folder, 'file');
      },
    ],
    [
      'with a long path',
      () => {
        const long = join(folder, 'x'.repeat(120));
        mkdirSync(long, { recursive: true });
        return long;
      },
    ],
    ['that is empty', () => ''],
  ])('%s does not stop Python', async (_what, make) => {
    const kernel = await startTestKernel({ environment: { TMPDIR: make() } });
    expect(printed(await kernel.client.execute('print(1)'))).toBe('1\n');
    await kernel.stop();
  });
});

describe('a connection file', () => {
  const connection = {
    transport: 'tcp',
    ip: '127.0.0.1',
    shell_port: 1,
    control_port: 2,
    stdin_port: 3,
    iopub_port: 4,
    hb_port: 5,
  };

  it('without a key is refused, with a sentence', () => {
    const file = join(folder, 'c.json');
    writeFileSync(file, JSON.stringify(connection));
    const main = join(root, 'dist/kernel/main.js');
    const args = [main, '--connection-file', file, '--python', practicePython];
    const { status, stderr } = spawnSync(process.execPath, args, { timeout: 30_000 });
    expect(status).toBe(1);
    expect(String(stderr)).toContain('key is missing');
  });

  it('with an empty key is obeyed, with a warning', async () => {
    const kernel = await startTestKernel({ key: '' });
    expect(printed(await kernel.client.execute('print(1)'))).toBe('1\n');
    expect(kernel.stderr()).toContain('messages are not signed');
    await kernel.stop();
  });
});
