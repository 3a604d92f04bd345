import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest';

import { isAlive } from '../collect/processes.ts';
import { connectedIn, environment, main, makeFolder } from './mcp-client.ts';

const { folder, project, pids, hanging } = makeFolder();
const hangingPython = { env: { TF_GPU_DOCTOR_PYTHON: hanging } };

/** An nvidia-smi that hangs, with a child of its own: only the end of the whole process group ends that. */
const smi = join(folder, 'bin');
mkdirSync(smi);
writeFileSync(
  join(smi, 'nvidia-smi'),
  `#!/bin/sh\nsleep 600 > /dev/null 2>&1 &\necho $! >> ${pids}\nexec sleep 600\n`,
);
chmodSync(join(smi, 'nvidia-smi'), 0o755);

// Hooks run last to first: the clients are closed before.
afterEach(() => rmSync(pids, { force: true }));
const joined = connectedIn(project);

/** The processes of the hanging program, once there is one. */
async function hangingPids(): Promise<number[]> {
  await vi.waitFor(() => expect(existsSync(pids)).toBe(true), 20_000);
  return readFileSync(pids, 'utf8').trim().split('\n').map(Number);
}

afterAll(() => rmSync(folder, { recursive: true }));

describe('what an MCP client leaves', () => {
  test('a cancelled call ends what it started, and the server goes on', async () => {
    const { client } = await joined(hangingPython);
    const cancel = new AbortController();
    const ended = client
      .callTool({ name: 'gpu-check', arguments: {} }, undefined, { signal: cancel.signal })
      .then(
        () => 'answered',
        () => 'cancelled',
      );
    const started = await hangingPids();
    expect(started.some(isAlive)).toBe(true);
    cancel.abort();
    expect(await ended).toBe('cancelled');
    await vi.waitFor(() => expect(started.filter(isAlive)).toEqual([]), 20_000);
    await client.ping();
  }, 60_000);

  test('more than four calls at once are refused', async () => {
    const { client } = await joined(hangingPython);
    const cancel = new AbortController();
    const calls = Array.from({ length: 4 }, () =>
      client
        .callTool({ name: 'gpu-check', arguments: {} }, undefined, { signal: cancel.signal })
        .catch(() => undefined),
    );
    await hangingPids();
    await expect(client.callTool({ name: 'gpu-plan', arguments: {} })).rejects.toThrow(
      'Wait for one',
    );
    cancel.abort();
    await Promise.all(calls);
  }, 60_000);

  test('the end of its input ends the server and everything it started', async () => {
    const { client, pid } = await joined(hangingPython);
    const call = client.callTool({ name: 'gpu-check', arguments: {} }).catch(() => undefined);
    const started = await hangingPids();
    await client.close();
    await call;
    await vi.waitFor(() => expect([pid, ...started].filter(isAlive)).toEqual([]), 20_000);
  }, 60_000);

  test('killed, it leaves nothing behind', async () => {
    const { client, pid } = await joined({ env: { PATH: `${smi}:/usr/bin:/bin` } });
    const call = client.callTool({ name: 'gpu-check', arguments: {} }).catch(() => undefined);
    const started = await hangingPids();
    process.kill(pid, 'SIGKILL');
    await call;
    await vi.waitFor(() => expect(started.filter(isAlive)).toEqual([]), 20_000);
  }, 60_000);

  test('writes nothing but messages, and survives rubbish', async () => {
    const server = spawn(process.execPath, [main, 'mcp'], { env: environment, cwd: project });
    let written = '';
    server.stdout.on('data', (piece: Buffer) => (written += piece.toString()));
    server.stdin.write('rubbish\n{"jsonrpc":"2.0"}\n[]\nnull\n');
    server.stdin.end(`${JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'ping' })}\n`);
    const code = await new Promise((resolve) => server.once('close', resolve));
    expect(code).toBe(0);
    expect(
      written
        .trim()
        .split('\n')
        .map((line): unknown => JSON.parse(line)),
    ).toEqual([{ jsonrpc: '2.0', id: 1, result: {} }]);
  });
});
