import { setTimeout as delay } from 'node:timers/promises';
import type { JsonObject } from '../../src/json.ts';
import { listenForMagics, type MagicRequest, type MagicResult } from '../magics/magic-rpc.ts';
import { asText } from '../wire/json.ts';
import { connectKernelClient } from '../wire/kernel-client.ts';
import type { InboundChannel } from '../wire/kernel-server.ts';
import { compose, messageContent, type Message } from '../wire/message.ts';
import { type Death, PythonDied } from './death.ts';
import { isIdle } from './in-flight.ts';
import type { LaunchedIpykernel } from './launch-ipykernel.ts';
import type { StreamName } from './native-output.ts';
import { createReadiness } from './readiness.ts';

/** One ipykernel, from its start to its end. */
export interface Ipykernel {
  readonly pid: number | undefined;
  /** Its `kernel_info_reply`, once it answers and its publications arrive. @throws PythonDied when it ends before. */
  readonly ready: Promise<JsonObject>;
  /** Resolves when it has ended and everything that it wrote and published has been handed on. */
  readonly ended: Promise<Death>;
  readonly send: (channel: InboundChannel, message: Message) => void;
  /** Interrupts what it runs, and the processes that this has started. */
  readonly interrupt: () => void;
  /** What native code wrote until now shall not be among the last lines of its death. */
  readonly forgetLastLines: () => void;
  /** Kills it, after a request to end when `politely`. Resolves when it has ended. */
  readonly stop: (politely: boolean) => Promise<void>;
}

export interface IpykernelRequest {
  readonly launched: Promise<LaunchedIpykernel>;
  /** The magics to register in IPython. */
  readonly magics: readonly RegisteredMagic[];
  readonly listener: IpykernelListener;
}

/** A command as IPython needs to know it. */
export interface RegisteredMagic {
  readonly [key: string]: string | boolean;
  readonly name: string;
  /** Whether it takes the cell below it. */
  readonly cell: boolean;
}

export interface IpykernelListener {
  readonly reply: (channel: InboundChannel, message: Message) => void;
  readonly publication: (message: Message) => void;
  /** Native code wrote this to stdout or stderr. */
  readonly native: (name: StreamName, text: string) => void;
  /** A Python cell runs a magic of ours. `signal` is aborted when it no longer waits for the result. */
  readonly magic: (request: MagicRequest, signal: AbortSignal) => Promise<MagicResult>;
}

/** How long a polite request to end is given, in ms. */
const politeMs = 2000;
/** How long publications may still come after its end, in ms since the last one. */
const quietMs = 20;

/** What `magics.py` publishes before it asks for a magic. */
const markType = 'tf_gpu_doctor_mark';

/**
 * Gives a Python that was launched its magics and listens to it. What it does is reported by `ready` and `ended`.
 * @throws Error when it could not be launched, or there is no place for the socket of the magics
 */
export async function startIpykernel({
  launched,
  magics,
  listener,
}: IpykernelRequest): Promise<Ipykernel> {
  const { folder, connection, child, listen } = await launched;
  listen(listener.native);
  const rpc = await listenForMagics(folder.path, listener.magic).catch(async (error: unknown) => {
    child.signal('SIGKILL');
    await child.ended;
    folder.remove();
    throw error;
  });
  child.give(JSON.stringify({ address: rpc.address, secret: rpc.secret, commands: magics }));

  let lastPublication = 0;
  const readiness = createReadiness();
  const client = connectKernelClient(connection, {
    reply: (channel, message) => {
      if (!readiness.replied(message)) listener.reply(channel, message);
    },
    publication: async (message) => {
      lastPublication = Date.now();
      if (message.header.msg_type === markType) {
        rpc.markSeen(asText(messageContent(message)['mark']));
        return;
      }
      // What native code wrote before a display, an error or the end of its cell is shown before it.
      if (message.header.msg_type !== 'status' || isIdle(message)) await child.settled();
      if (!readiness.published(message)) listener.publication(message);
    },
  });

  const ended = child.ended.then(async (death) => {
    while (Date.now() - lastPublication < quietMs) await delay(quietMs);
    client.close();
    rpc.close();
    folder.remove();
    return death;
  });

  async function waitUntilReady(): Promise<JsonObject> {
    const info = await readiness.ask((message) => client.send('shell', message));
    // Warnings of the start (the debugger has some) belong to no cell and are not kept for a report of its death.
    await child.settled();
    child.forgetLastLines();
    return info;
  }

  const ready = Promise.race([
    waitUntilReady(),
    ended.then((death) => Promise.reject(new PythonDied(death))),
  ]);
  ready.catch(() => undefined);

  return {
    pid: child.pid,
    ready,
    ended,
    send: client.send,
    interrupt: () => child.signal('SIGINT'),
    forgetLastLines: child.forgetLastLines,
    stop: async (politely) => {
      if (politely) {
        client.send('control', compose({ type: 'shutdown_request', content: { restart: false } }));
        await Promise.race([ended, delay(politeMs)]);
      }
      child.signal('SIGKILL');
      await ended;
    },
  };
}
