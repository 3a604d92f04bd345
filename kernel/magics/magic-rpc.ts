import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import * as v from 'valibot';

import type { JsonObject } from '../../src/json.ts';

const callSchema = v.object({
  secret: v.string(),
  /** The command's name. */
  name: v.string(),
  /** What was written after the name. */
  line: v.string(),
  /** The body of a `%%` cell. */
  cell: v.nullable(v.string()),
  /** The message id of the request that runs the cell. */
  cell_id: v.nullish(v.string()),
  /** A mark that was published before the call, after everything the cell had printed until then. */
  mark: v.string(),
});

/** A magic that is called inside IPython. */
export type Call = Omit<v.InferOutput<typeof callSchema>, 'secret' | 'mark'>;

/** What the magic returns or raises. */
export type Answer = { readonly value: JsonObject } | { readonly error: string };

/** Where the magics inside IPython call. */
export interface CallServer {
  /** A path, or on Windows host and port. */
  readonly address: string | readonly [host: string, port: number];
  /** Proves that the caller is the Python we started. */
  readonly secret: string;
  /** A mark has come by. */
  readonly passed: (mark: string) => void;
  close(): void;
}

/** A call is one line of JSON, of at most this many characters. */
const longestCall = 64 * 1024 * 1024;
/** How long a call waits for its mark, in ms. */
const markMs = 1000;

/**
 * Listens for calls: a socket in the private folder, or loopback TCP on Windows. `signal` is aborted when the caller
 * hangs up, as an interrupted magic does.
 */
export async function listenForCalls(
  folder: string,
  answer: (call: Call, signal: AbortSignal) => Promise<Answer>,
): Promise<CallServer> {
  const secret = randomBytes(32).toString('hex');
  const marks = createMarks();
  const sockets = new Set<Socket>();

  async function serve(socket: Socket): Promise<void> {
    const hungUp = new AbortController();
    socket.once('close', () => {
      sockets.delete(socket);
      hungUp.abort();
    });
    const {
      secret: shown,
      mark,
      ...call
    } = v.parse(callSchema, JSON.parse(await readLine(socket)));
    if (!isSame(shown, secret)) throw new Error('wrong secret');
    await marks.wait(mark);
    const reply = await answer(call, hungUp.signal);
    if (!socket.destroyed) socket.end(`${JSON.stringify(reply)}\n`);
  }

  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    serve(socket).catch(() => socket.destroy());
  });
  const path = join(folder, 'm');
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    if (process.platform === 'win32') server.listen(0, '127.0.0.1', resolve);
    else server.listen(path, resolve);
  });
  const address = server.address();

  return {
    address: typeof address === 'object' && address !== null ? ['127.0.0.1', address.port] : path,
    secret,
    passed: marks.pass,
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** Marks and calls come by different ways; either may be first. */
function createMarks() {
  const arrived = new Set<string>();
  const waiting = new Map<string, () => void>();
  return {
    pass: (mark: string) => {
      const go = waiting.get(mark);
      if (go === undefined) arrived.add(mark);
      else go();
    },
    wait: async (mark: string) => {
      if (!arrived.delete(mark)) {
        const late = new Promise((resolve) => setTimeout(resolve, markMs).unref());
        await Promise.race([new Promise<void>((resolve) => waiting.set(mark, resolve)), late]);
        waiting.delete(mark);
      }
    },
  };
}

function readLine(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    socket.setEncoding('utf8');
    socket.on('data', (piece: string) => {
      text += piece;
      const end = text.indexOf('\n');
      if (end !== -1) resolve(text.slice(0, end));
      else if (text.length > longestCall) reject(new Error('the call is too long'));
    });
    socket.once('close', () => reject(new Error('the caller hung up')));
  });
}

function isSame(shown: string, secret: string): boolean {
  const [one, other] = [Buffer.from(shown), Buffer.from(secret)];
  return one.length === other.length && timingSafeEqual(one, other);
}
