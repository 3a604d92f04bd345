import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Context } from '../../src/command-model/command.ts';
import { useServer } from '../../src/commands/notebook/server.ts';
import { UndeterminedError } from '../../src/errors.ts';
import { TokenRefused } from '../../src/jupyter/server-errors.ts';
import { openServer } from '../../src/jupyter/server.ts';
import { ServerConnection } from '../../src/jupyter/services.ts';
import { socketClass } from '../../src/jupyter/socket.ts';

const open: Server[] = [];
// The library writes to the console, which the terminal interface switches off.
beforeEach(() => {
  for (const method of ['debug', 'error'] as const) vi.spyOn(console, method).mockReturnValue();
});
afterEach(() => {
  vi.restoreAllMocks();
  for (const server of open.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** A web server that answers everything alike; absent: it says nothing. */
async function webServer(answer?: {
  readonly status: number;
  readonly location?: string;
  readonly body?: string;
}): Promise<{ readonly url: string; readonly asked: readonly (string | undefined)[] }> {
  const asked: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url);
    if (answer === undefined) return;
    const { status, location, body = '' } = answer;
    response.writeHead(status, location === undefined ? {} : { location });
    response.end(body);
  });
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return { url: `http://127.0.0.1:${port}/`, asked };
}

const hello = (url: string): Promise<unknown> =>
  openServer({ url, token: 'a-long-token' }, new AbortController().signal);

test('a redirection, as to a login page, is not followed', async () => {
  const elsewhere = await webServer({ status: 200 });
  const { url, asked } = await webServer({ status: 302, location: elsewhere.url });
  await expect(hello(url)).rejects.toThrow(TokenRefused);
  expect(asked).toHaveLength(1);
  expect(elsewhere.asked).toEqual([]);
});

test('nobody is there', async () => {
  await expect(hello('http://127.0.0.1:9/')).rejects.toThrow(/can be reached .*bad port/u);
  const { url } = await webServer();
  open.splice(0).forEach((server) => server.close());
  await expect(hello(url)).rejects.toThrow(/can be reached .*ECONNREFUSED/u);
});

test('the person does not wait any longer for a server that says nothing', async () => {
  const { url } = await webServer();
  const stop = AbortSignal.timeout(200);
  await expect(openServer({ url }, stop)).rejects.toHaveProperty('name', 'TimeoutError');
});

test.each([
  ['a page', { status: 200, body: '<html>hello</html>' }, /is no Jupyter server/u],
  ['other JSON', { status: 200, body: '{"hello": 1}' }, /is no Jupyter server/u],
  ['nothing of that name', { status: 404 }, /is no Jupyter server/u],
  ['a fault', { status: 500, body: '{"message": "no space"}' }, /could not .*: no space/u],
  ['no entry', { status: 403 }, /does not accept this token/u],
])('a server that answers with %s', async (_, answer, sentence) => {
  const { url, asked } = await webServer(answer);
  const error = await hello(url).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(UndeterminedError);
  expect(String(error)).toMatch(sentence);
  expect([...asked, String(error)].join(' ')).not.toContain('a-long-token');
});

test('an answer of 40 MB is not kept in memory', async () => {
  const { url } = await webServer({
    status: 200,
    body: `{"default": "${'x'.repeat(40_000_000)}"}`,
  });
  await expect(hello(url)).rejects.toThrow(UndeterminedError);
});

// The length stands at the begin of a message, so none of it has to come.
test('a message of a kernel that announces 300 MB closes the connection', async () => {
  const { url } = await webServer({ status: 200 });
  open.at(-1)?.on('upgrade', (request, socket) => {
    const key = `${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`;
    const accept = createHash('sha1').update(key).digest('base64');
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    );
    const start = Buffer.from([0x82, 127, 0, 0, 0, 0, 0, 0, 0, 0]);
    start.writeBigUInt64BE(300_000_000n, 2);
    socket.write(start);
  });
  const Limited = socketClass(ServerConnection.makeSettings().WebSocket, '');
  const socket = new Limited(url.replace('http', 'ws'));
  const error = await new Promise((resolve) => {
    socket.addEventListener('error', resolve);
  });
  expect(error).toMatchObject({ message: 'Max payload size exceeded' });
});

function contextWith(signal: AbortSignal): { readonly context: Context; readonly notes: string[] } {
  const notes: string[] = [];
  const context: Context = {
    ui: 'terminal',
    environment: {},
    cwd: '/',
    signal,
    show: () => undefined,
    note: (text) => notes.push(text),
  };
  return { context, notes };
}

test('a token that the server repeats before the run begins is taken out, from the stack as well', async () => {
  const { url } = await webServer({ status: 500, body: '{"message": "echo a-long-token"}' });
  const { context, notes } = contextWith(new AbortController().signal);
  const options = { server: url, token: 'a-long-token' };
  const error: unknown = await useServer(context, { options, positionals: [] }, '/a.ipynb').catch(
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(UndeterminedError);
  const texts = [error, error instanceof Error && error.cause].map((one) =>
    one instanceof Error ? [one.message, one.stack] : [],
  );
  expect(texts.flat().join(' ')).toContain('echo <token>');
  expect(texts.flat().join(' ')).not.toContain('a-long-token');
  expect(notes).toEqual([]);
});

test('before a token is sent over plain http to another computer, it is said', async () => {
  const { context, notes } = contextWith(AbortSignal.abort());
  const call = (server: string, token: string): Promise<unknown> =>
    useServer(context, { options: { server, token }, positionals: [] }, '/a.ipynb').catch(() => {});
  await call('http://gpu-box.invalid:8888/', 'a-long-token');
  expect(notes).toEqual([expect.stringContaining('http://gpu-box.invalid:8888/ unencrypted')]);
  await call('https://gpu-box.invalid:8888/', 'a-long-token');
  expect(notes).toHaveLength(1);
});
