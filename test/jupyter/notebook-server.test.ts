import { createServer, type Server } from 'node:http';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { UndeterminedError } from '../../src/errors.ts';
import { TokenRefused } from '../../src/jupyter/server-errors.ts';
import { openServer } from '../../src/jupyter/server.ts';

const open: Server[] = [];
// The library tells the console what a door keeps quiet.
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
  return { url: `http://127.0.0.1:${String(port)}/`, asked };
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
