import { createHmac, randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import * as v from 'valibot';
import { Dealer, Request, Subscriber, curveKeyPair } from 'zeromq';

import { faultsOf, messageSchema, type Received } from './schemas.ts';

// A client of our own, which shares no code with the kernel: what it understands is what the protocol says.

export interface ConnectionInfo {
  readonly transport: 'tcp' | 'ipc';
  readonly ip: string;
  readonly key: string;
  readonly ports: Readonly<Record<'shell' | 'control' | 'stdin' | 'iopub' | 'hb', number>>;
  /** The kernel's public key, when the connection is encrypted. */
  readonly serverKey?: string;
}

export interface Exchange {
  readonly reply: Received;
  /** Everything published on behalf of the request, busy and idle left out. */
  readonly published: readonly Received[];
}

export type Content = Readonly<Record<string, unknown>>;
type Channel = 'shell' | 'control' | 'stdin';

export interface SendOptions {
  readonly header?: Content;
  readonly metadata?: Content;
  readonly buffers?: readonly Buffer[];
}

const delimiter = Buffer.from('<IDS|MSG>');
const session = randomUUID();

export function connectClient(connection: ConnectionInfo) {
  const address = (channel: keyof ConnectionInfo['ports']) =>
    connection.transport === 'ipc'
      ? `ipc://${connection.ip}-${connection.ports[channel]}`
      : `tcp://${connection.ip}:${connection.ports[channel]}`;
  const common = { linger: 0, ...encrypted() };
  const unlimited = { ...common, receiveHighWaterMark: 0 };
  const dealing = { ...unlimited, sendHighWaterMark: 0, routingId: `test-${randomUUID()}` };
  const sockets = {
    shell: new Dealer(dealing),
    control: new Dealer(dealing),
    stdin: new Dealer(dealing),
    iopub: new Subscriber(unlimited),
    hb: new Request(common),
  };
  for (const name of ['shell', 'control', 'stdin', 'iopub', 'hb'] as const) {
    sockets[name].connect(address(name));
  }
  sockets.iopub.subscribe('');

  const messages: Received[] = [];
  const faults: string[] = [];
  const listeners = new Set<() => void>();
  const observers = new Set<(message: Received) => void>();
  let answerInput: ((prompt: string) => string) | undefined;
  let closed = false;
  let sending = Promise.resolve();

  function encrypted() {
    if (connection.serverKey === undefined) return {};
    const { publicKey, secretKey } = curveKeyPair();
    return {
      curveServerKey: connection.serverKey,
      curvePublicKey: publicKey,
      curveSecretKey: secretKey,
    };
  }

  function sign(parts: readonly Buffer[]): Buffer {
    if (connection.key === '') return Buffer.alloc(0);
    const hmac = createHmac('sha256', connection.key);
    for (const part of parts) hmac.update(part);
    return Buffer.from(hmac.digest('hex'));
  }

  function understand(channel: string, frames: readonly Buffer[]): void {
    const start = frames.findIndex((one) => one.equals(delimiter));
    const [signature, ...rest] = frames.slice(start + 1);
    const [header, parent, metadata, content, ...buffers] = rest;
    if (!signature || !header || !parent || !metadata || !content) {
      faults.push(`a message of ${frames.length} frames on ${channel}`);
      return;
    }
    if (!sign([header, parent, metadata, content]).equals(signature)) {
      faults.push(`a wrong signature on ${channel}`);
    }
    const read = v.safeParse(messageSchema, {
      channel,
      header: parse(header),
      parent: parse(parent),
      metadata: parse(metadata),
      content: parse(content),
      buffers,
    });
    if (!read.success) {
      // A kernel may answer a mutated request with a message of another shape; the next messages are read all the same.
      faults.push(`a message on ${channel} of another shape: ${v.summarize(read.issues)}`);
      return;
    }
    const message = read.output;
    messages.push(message);
    faults.push(...faultsOf(message));
    if (message.header.msg_type === 'input_request' && answerInput !== undefined) {
      const value = answerInput(String(message.content['prompt']));
      send('stdin', 'input_reply', { status: 'ok', value });
    }
    for (const observer of observers) observer(message);
    for (const listener of listeners) listener();
  }

  for (const channel of ['shell', 'control', 'stdin', 'iopub'] as const) {
    void (async () => {
      try {
        for await (const frames of sockets[channel]) understand(channel, frames);
      } catch (error) {
        if (!closed) throw error;
      }
    })();
  }

  /** Sends any frames at all. */
  function sendFrames(channel: Channel, frames: readonly Buffer[]): Promise<void> {
    sending = sending.then(() => sockets[channel].send([...frames]));
    return sending;
  }

  function frame(
    type: string,
    content: Content | string,
    { header, metadata, buffers }: SendOptions = {},
  ) {
    const id = randomUUID();
    const parts = [
      {
        msg_id: id,
        msg_type: type,
        session,
        username: 'tester',
        date: new Date().toISOString(),
        version: '5.5',
        ...header,
      },
      {},
      metadata ?? {},
      content,
    ].map((part) => Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)));
    return { id, frames: [delimiter, sign(parts), ...parts, ...(buffers ?? [])] };
  }

  /** Sends a message and gives its id. */
  function send(channel: Channel, type: string, content: Content, options?: SendOptions): string {
    const { id, frames } = frame(type, content, options);
    void sendFrames(channel, frames);
    return id;
  }

  /** Waits until a message that satisfies the condition is there, also one that came earlier. */
  async function waitFor(
    condition: (message: Received) => boolean,
    what: string,
    timeoutMs = 30_000,
  ): Promise<Received> {
    for (const end = Date.now() + timeoutMs; ;) {
      const found = messages.find((message) => condition(message));
      if (found !== undefined) return found;
      const left = end - Date.now();
      if (left <= 0) throw new Error(`${what} did not come within ${timeoutMs} ms`);
      await new Promise<void>((resolve) => {
        const listener = () => {
          listeners.delete(listener);
          clearTimeout(timer);
          resolve();
        };
        const timer = setTimeout(listener, left);
        listeners.add(listener);
      });
    }
  }

  /** The reply and the idle of a request that was sent. */
  async function done(id: string, type: string): Promise<Exchange> {
    const own = (message: Received) => message.parent.msg_id === id;
    const reply = await waitFor(
      (message) => own(message) && message.channel !== 'iopub' && message.channel !== 'stdin',
      `the reply to ${type}`,
    );
    await waitFor(
      (message) => own(message) && message.content['execution_state'] === 'idle',
      `the idle after ${type}`,
    );
    const published = messages.filter((message) => own(message) && message.channel === 'iopub');
    return { reply, published: published.filter(({ header }) => header.msg_type !== 'status') };
  }

  function request(channel: Channel, type: string, content: Content, options?: SendOptions) {
    return done(send(channel, type, content, options), type);
  }

  return {
    messages,
    faults,
    /** @throws when a message was not as the protocol says. */
    check: () => {
      if (faults.length > 0) throw new Error(faults.join('\n'));
    },
    frame,
    send,
    sendFrames,
    waitFor,
    done,
    request,
    /** Sends a cell without waiting for it. */
    start: (code: string, content: Content = {}, options?: SendOptions) =>
      send('shell', 'execute_request', { ...cell(code), ...content }, options),
    /** Runs a cell. */
    execute: (code: string, content: Content = {}, options?: SendOptions) =>
      request('shell', 'execute_request', { ...cell(code), ...content }, options),
    /** Sees every message from now on. */
    observe: (observer: (message: Received) => void) => void observers.add(observer),
    /** Forgets what came until now, so that a long run needs no memory for it. */
    forget: () => void messages.splice(0),
    /** Who answers `input()` from now on. */
    onInput: (answer: ((prompt: string) => string) | undefined) => {
      answerInput = answer;
    },
    /** Subscribing takes a moment; what is published before is not seen. */
    subscribed: () =>
      waitFor(({ header }) => header.msg_type === 'iopub_welcome', 'the iopub_welcome'),
    /** The same for a kernel that has no iopub_welcome: asks until the answer's publications arrive, too. */
    awake: async (): Promise<void> => {
      while (!messages.some(({ content }) => content['execution_state'] === 'idle')) {
        send('shell', 'kernel_info_request', {});
        await delay(100);
      }
    },
    beat: async (): Promise<string> => {
      await sockets.hb.send('ping');
      const [answer] = await sockets.hb.receive();
      return String(answer);
    },
    close: async () => {
      closed = true;
      await sending.catch(() => undefined);
      for (const socket of Object.values(sockets)) socket.close();
      await delay(0);
    },
  };
}

/** What lies at a path of a JSON value. */
export function at(value: unknown, ...path: (string | number)[]): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined,
    value,
  );
}

/** The error of a cell, as a person sees it. */
export function tracebackOf({ reply }: Exchange): string {
  const lines = at(reply.content, 'traceback');
  return Array.isArray(lines) ? lines.join('\n') : '';
}

/** JSON.parse without a promise of what it gives. */
function parse(bytes: Buffer): unknown {
  return JSON.parse(bytes.toString('utf8'));
}

export type Client = ReturnType<typeof connectClient>;

function cell(code: string): Content {
  return {
    code,
    silent: false,
    store_history: true,
    user_expressions: {},
    allow_stdin: true,
    stop_on_error: true,
  };
}

/** Everything a cell printed to one of its streams. */
export function printed({ published }: Exchange, name = 'stdout'): string {
  return published
    .filter(({ header, content }) => header.msg_type === 'stream' && content['name'] === name)
    .map(({ content }) => String(content['text']))
    .join('');
}

/** The types of what was published, in order. */
export function typesOf({ published }: Exchange): string[] {
  return published.map(({ header }) => header.msg_type);
}
