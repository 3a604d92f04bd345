import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import * as v from 'valibot';

import type { JsonObject } from '../../src/json.ts';

const requestSchema = v.object({
  secret: v.string(),
  /** The command's name. */
  name: v.string(),
  /** What was written after the name. */
  line: v.string(),
  /** The body of a `%%` cell. */
  cell: v.nullable(v.string()),
  /** The message id of the request that runs the cell. */
  cell_id: v.nullish(v.string()),
  /** The cell captures its output, so Python wants the messages. */
  capture: v.optional(v.boolean()),
  /** A mark that was published before the request, after everything the cell had printed until then. */
  mark: v.string(),
});

/** A magic that IPython asks the kernel to run. */
export type MagicRequest = Omit<v.InferOutput<typeof requestSchema>, 'secret' | 'mark'>;

/** What the magic returns, with the messages that IPython shall show itself; or what it raises. */
export type MagicResult =
  | {
      readonly value: JsonObject;
      readonly outputs: readonly (readonly [type: string, content: JsonObject])[];
    }
  | { readonly error: string };

/** Where the magics inside IPython send their requests. */
export interface MagicServer {
  /** A path, or on Windows host and port. */
  readonly address: string | readonly [host: string, port: number];
  /** Proves that the caller is the Python we started. */
  readonly secret: string;
  /** A mark was published. */
  readonly markSeen: (mark: string) => void;
  close(): void;
}

/** A request is one line of JSON, of at most this many characters. */
const longestRequest = 64 * 1024 * 1024;
/** How long a request waits for its mark, in ms. */
const markMs = 1000;

/**
 * Listens for requests on a socket in the private folder, or on loopback TCP on Windows. `signal` is aborted when the
 * magic closes the connection, as an interrupted one does.
 */
export async function listenForMagics(
  folder: string,
  run: (request: MagicRequest, signal: AbortSignal) => Promise<MagicResult>,
): Promise<MagicServer> {
  const secret = randomBytes(32).toString('hex');
  const marks = createMarks();
  const sockets = new Set<Socket>();

  async function serve(socket: Socket): Promise<void> {
    const hungUp = new AbortController();
    socket.once('close', () => {
      sockets.delete(socket);
      hungUp.abort();
    });
    const line = await readLine(socket);
    const { secret: given, mark, ...request } = v.parse(requestSchema, JSON.parse(line));
    if (!isSame(given, secret)) throw new Error('wrong secret');
    await marks.wait(mark);
    const result = await run(request, hungUp.signal);
    if (!socket.destroyed) socket.end(`${JSON.stringify(result)}\n`);
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
    markSeen: marks.see,
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** Marks and requests come on different sockets; either may be first. */
function createMarks() {
  const arrived = new Set<string>();
  const waiting = new Map<string, () => void>();
  return {
    see: (mark: string) => {
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
      else if (text.length > longestRequest) reject(new Error('the request is too long'));
    });
    socket.once('close', () => reject(new Error('the connection was closed')));
  });
}

/** Compares in constant time. */
function isSame(given: string, secret: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(secret)];
  return one.length === other.length && timingSafeEqual(one, other);
}
