import type { JsonObject } from '../../src/json.ts';
import type { InboundChannel } from '../wire/kernel-server.ts';
import { compose, isOwn, type Message } from '../wire/message.ts';
import { type Death, lacksIpykernel, PythonDied } from './death.ts';
import { createInFlight } from './in-flight.ts';
import {
  type Interpreter,
  type InterpreterListener,
  type Magic,
  startInterpreter,
} from './start-ipykernel.ts';

export type BackendState = 'starting' | 'idle' | 'busy' | 'dead' | 'missing';

/** The changes to the environment that a Python was started with; null takes a variable away. */
export type Changes = Readonly<Record<string, string | null>>;

/** The Python behind the notebook: one ipykernel at a time, started again when it is gone. */
export interface Backend {
  readonly python: () => string;
  readonly state: () => BackendState;
  readonly pid: () => number | undefined;
  readonly changes: () => Changes;
  /** Starts Python unless it runs. @throws PythonDied when it cannot be started. */
  readonly start: () => Promise<JsonObject>;
  /**
   * Sends a client's request to the running Python, `as` it is or in other words. What comes back goes to the listener; resolves with the reply when
   * the request is done. @throws PythonDied
   */
  forward(channel: InboundChannel, request: Message, as?: Message): Promise<Message | undefined>;
  /** A request of our own; nobody else sees what comes of it. @throws PythonDied */
  request(type: string, content: JsonObject): Promise<Message | undefined>;
  /** Passes on what has no answer: an `input_reply`. */
  pass(channel: InboundChannel, message: Message): void;
  /** A client's request that Python works on. */
  readonly find: (id: string | undefined) => Message | undefined;
  readonly interrupt: () => void;
  /** Ends Python and starts it again with these changes on top of the earlier ones. @throws PythonDied */
  restart(change: { python?: string; environment?: Changes }, reason: string): Promise<void>;
  readonly stop: () => Promise<void>;
}

export interface BackendListener extends InterpreterListener {
  /** What the last lines of a Python mean, if that is known. Never rejects. */
  readonly explain: (lines: readonly string[]) => Promise<string | undefined>;
  /** Python is gone, and these requests of clients will not be answered by it. `death` is absent for a restart. */
  readonly gone: (requests: readonly Message[], error: Error, death: Death | undefined) => void;
}

export interface BackendRequest {
  readonly python: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly magics: readonly Magic[];
}

/** One Python, from the moment it is wanted. */
interface Life {
  readonly interpreter: Promise<Interpreter>;
  readonly ready: Promise<JsonObject>;
  /** Resolves when it is gone and everybody knows. */
  readonly over: Promise<void>;
}

/** Python was ended on purpose while it worked on something. */
class PythonRestarted extends Error {
  override readonly name = 'PythonRestarted';
}

export function createBackend(request: BackendRequest, listener: BackendListener): Backend {
  const inFlight = createInFlight();
  let { python } = request;
  let changes: Changes = {};
  let current: Life | undefined;
  let running: Interpreter | undefined;
  let isReady = false;
  let working = 0;
  let missing = false;
  /** Why Python is being ended, when that is our own doing. */
  let intended: string | undefined;

  function start(): Promise<JsonObject> {
    current ??= launch();
    return current.ready;
  }

  function launch() {
    missing = false;
    const interpreter = startInterpreter({
      python,
      environment: { ...request.environment, ...withoutNulls(changes) },
      cwd: request.cwd,
      magics: request.magics,
      listener: {
        reply: (channel, message) => {
          inFlight.replied(message);
          if (!isOwn(message.parent)) listener.reply(channel, message);
        },
        publication: (message) => {
          if (isShared(message)) listener.publication(message);
          inFlight.published(message);
        },
        native: (name, text) => {
          if (isReady) listener.native(name, text);
        },
        call: listener.call,
      },
    });
    const ready = interpreter.then(async (started) => {
      running = started;
      const info = await started.ready;
      isReady = true;
      return info;
    });
    ready.catch(() => undefined);
    const over = interpreter.then(awaitEnd, () => {
      current = undefined;
    });
    return { interpreter, ready, over };
  }

  async function awaitEnd(interpreter: Interpreter): Promise<void> {
    const death = await interpreter.ended;
    const cause = intended === undefined ? await listener.explain(death.lastLines) : undefined;
    bury({ ...death, cause });
  }

  function bury(death: Death): void {
    current = undefined;
    running = undefined;
    isReady = false;
    missing = lacksIpykernel(death) || death.how.kind === 'not-started';
    const error = intended === undefined ? new PythonDied(death) : new PythonRestarted(intended);
    const requests = inFlight.abandon(error).filter((one) => !isOwn(one.header));
    listener.gone(requests, error, intended === undefined ? death : undefined);
  }

  async function track(work: Promise<Message | undefined>): Promise<Message | undefined> {
    working += 1;
    try {
      return await work;
    } finally {
      working -= 1;
    }
  }

  /**
   * ipykernel cancels an `await` only when its event loop wakes up for something else, and a request that is interrupted
   * on its way to the first line is dropped without a word (ipykernel 5). So it is sent something that it answers.
   */
  async function interrupt(interpreter: Interpreter): Promise<void> {
    const before = inFlight.queued();
    const knock = compose({ type: 'connect_request', content: {} });
    const answered = inFlight.add(knock, 'shell');
    interpreter.interrupt();
    interpreter.send('shell', knock);
    await answered;
    inFlight.passed(before);
  }

  async function end(reason: string): Promise<void> {
    if (current === undefined) return;
    intended = reason;
    const { interpreter, over } = current;
    // One that is busy would only go on with its cell.
    await (await interpreter).stop(isReady && working === 0);
    await over;
    intended = undefined;
  }

  return {
    python: () => python,
    state: () => {
      if (missing) return 'missing';
      if (current === undefined) return 'dead';
      if (!isReady) return 'starting';
      return working > 0 ? 'busy' : 'idle';
    },
    pid: () => running?.pid,
    changes: () => changes,
    start,
    forward: (channel, message, as = message) => {
      const done = inFlight.add(message, channel);
      running?.send(channel, as);
      return channel === 'shell' ? track(done) : done;
    },
    request: (type, content) => {
      const message = compose({ type, content });
      const done = inFlight.add(message, 'shell');
      running?.send('shell', message);
      return track(done);
    },
    pass: (channel, message) => running?.send(channel, message),
    find: inFlight.find,
    interrupt: () => {
      if (isReady && running !== undefined) interrupt(running).catch(() => undefined);
    },
    restart: async (change, reason) => {
      await end(reason);
      python = change.python ?? python;
      changes = { ...changes, ...change.environment };
      await start();
    },
    stop: () => end('The kernel is shutting down.'),
  };
}

/** What Python says of its own start and end is no business of the clients: the kernel goes on. */
function isShared({ header, parent }: Message): boolean {
  if (isOwn(parent)) return false;
  if (header.msg_type === 'status' || header.msg_type === 'stream') return parent !== undefined;
  return header.msg_type !== 'iopub_welcome' && header.msg_type !== 'shutdown_reply';
}

function withoutNulls(changes: Changes): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(changes).map(([name, value]) => [name, value ?? undefined]),
  );
}
