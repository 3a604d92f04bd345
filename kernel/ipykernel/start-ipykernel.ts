import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { JsonObject } from '../../src/json.ts';
import { root } from '../../src/root.ts';
import { connectionText } from '../wire/connection-file.ts';
import type { InboundChannel } from '../wire/kernel-server.ts';
import { asText } from '../wire/json.ts';
import { compose, contentOf, type Message } from '../wire/message.ts';
import { connectPeer } from '../wire/kernel-client.ts';
import { type Answer, type Call, listenForCalls } from '../magics/magic-rpc.ts';
import { startChild } from './child.ts';
import { type Death, PythonDied } from './death.ts';
import type { StreamName } from './native-output.ts';
import { isIdle } from './in-flight.ts';
import { makePrivateConnection } from './private-connection.ts';
import { makePrivateFolder } from './private-folder.ts';

/** One ipykernel, from its start to its end. */
export interface Interpreter {
  readonly pid: number | undefined;
  /** What it says of itself, once it answers and is heard. @throws PythonDied when it ends before. */
  readonly ready: Promise<JsonObject>;
  /** Resolves when it has ended and all it wrote and published has been handed on. */
  readonly ended: Promise<Death>;
  readonly send: (channel: InboundChannel, message: Message) => void;
  /** Interrupts what it runs, and what that has started. */
  readonly interrupt: () => void;
  /** Asks it to end, or not even that; kills it when it does not. Resolves when it has ended. */
  readonly stop: (politely: boolean) => Promise<void>;
}

export interface InterpreterRequest {
  readonly python: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** The magics to register in it. */
  readonly magics: readonly Magic[];
  readonly listener: InterpreterListener;
}

/** A command as IPython needs to know it. */
export interface Magic {
  readonly [key: string]: string | boolean;
  readonly name: string;
  /** Whether it takes the cell below it. */
  readonly cell: boolean;
}

export interface InterpreterListener {
  readonly reply: (channel: InboundChannel, message: Message) => void;
  readonly publication: (message: Message) => void;
  /** What was written below Python's own streams. */
  readonly native: (name: StreamName, text: string) => void;
  /** A magic was called in a Python cell. `signal` is aborted when it no longer waits for the answer. */
  readonly call: (call: Call, signal: AbortSignal) => Promise<Answer>;
}

/** How long a polite request to end is given, in ms. */
const politeMs = 2000;
/** How long publications may still come after its end, in ms since the last one. */
const quietMs = 20;
/** After an answer that was not accompanied by publications: when to ask again, in ms. */
const unheardMs = 50;

/** What `magics.py` publishes before a call. */
const markType = 'tf_gpu_doctor_mark';

/** Starts `launch.py` in the Python. Never rejects for what that Python does: see `ready` and `ended`. */
export async function startInterpreter(request: InterpreterRequest): Promise<Interpreter> {
  const { listener } = request;
  const folder = makePrivateFolder();
  const connection = await makePrivateConnection(folder.path);
  const files = { connection: join(folder.path, 'c.json'), magics: join(folder.path, 'm.json') };
  const calls = await listenForCalls(folder.path, listener.call);
  const magics = { address: calls.address, secret: calls.secret, commands: request.magics };
  writeFileSync(files.connection, connectionText(connection), { mode: 0o600 });
  writeFileSync(files.magics, JSON.stringify(magics), { mode: 0o600 });

  let lastPublication = 0;
  const greetings = new Map<string, Greeting>();
  const peer = connectPeer(connection, {
    reply: (channel, message) => {
      const greeting = greetings.get(message.parent?.msg_id ?? '');
      if (greeting === undefined) listener.reply(channel, message);
      else greeting.answered(contentOf(message));
    },
    publication: async (message) => {
      lastPublication = Date.now();
      if (message.header.msg_type === markType) {
        calls.passed(asText(contentOf(message)['mark']));
        return;
      }
      // What was written natively before a cell ended is shown before it ends.
      if (isIdle(message)) await child.settled();
      const greeting = greetings.get(message.parent?.msg_id ?? '');
      if (greeting === undefined) listener.publication(message);
      else if (isIdle(message)) greeting.heard(true);
    },
  });
  const child = startChild({
    file: request.python,
    args: [join(root, 'kernel/ipykernel/launch.py'), files.connection, files.magics],
    environment: { ...request.environment, JPY_PARENT_PID: String(process.pid) },
    cwd: request.cwd,
    onNative: listener.native,
  });

  const ended = child.ended.then(async (death) => {
    while (Date.now() - lastPublication < quietMs) await delay(quietMs);
    peer.close();
    calls.close();
    folder.remove();
    return death;
  });

  /** Asks until the answer's publications are heard, too: a subscription takes a moment to arrive. */
  async function greet(): Promise<JsonObject> {
    for (;;) {
      const message = compose({ type: 'kernel_info_request', content: {} });
      const greeting = makeGreeting();
      greetings.set(message.header.msg_id, greeting);
      peer.send('shell', message);
      const info = await greeting.answer;
      if (await Promise.race([greeting.publication, delay(unheardMs)])) {
        // Warnings of the start (the debugger has some) are nobody's output, and no last words.
        await child.settled();
        child.forget();
        return info;
      }
    }
  }

  const ready = Promise.race([
    greet(),
    ended.then((death) => Promise.reject(new PythonDied(death))),
  ]);
  ready.catch(() => undefined);

  async function stop(politely: boolean): Promise<void> {
    if (politely) {
      peer.send('control', compose({ type: 'shutdown_request', content: { restart: false } }));
      await Promise.race([ended, delay(politeMs)]);
    }
    child.signal('SIGKILL');
    await ended;
  }

  return {
    pid: child.pid,
    ready,
    ended,
    send: peer.send,
    interrupt: () => child.signal('SIGINT'),
    stop,
  };
}

/** One `kernel_info_request` of ours. */
interface Greeting {
  readonly answered: (info: JsonObject) => void;
  readonly answer: Promise<JsonObject>;
  readonly heard: (value: true) => void;
  readonly publication: Promise<true>;
}

function makeGreeting(): Greeting {
  const { promise: answer, resolve: answered } = withResolvers<JsonObject>();
  const { promise: publication, resolve: heard } = withResolvers<true>();
  return { answered, answer, heard, publication };
}

function withResolvers<T>() {
  let resolve!: (value: T) => void;
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

function delay(ms: number): Promise<undefined> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms, undefined);
  });
}
