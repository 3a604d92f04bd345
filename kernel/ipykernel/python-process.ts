import type { JsonObject } from '../../src/json.ts';
import type { ErrorName } from '../requests/failure.ts';
import type { InboundChannel } from '../wire/kernel-server.ts';
import { compose, isOwn, type Message } from '../wire/message.ts';
import { type Death, lacksIpykernel, PythonDied } from './death.ts';
import { createInFlight } from './in-flight.ts';
import { launchIpykernel, type LaunchedIpykernel, type LaunchRequest } from './launch-ipykernel.ts';
import { createProbe, type Probe } from './probe.ts';
import {
  type Ipykernel,
  type IpykernelListener,
  type IpykernelRequest,
  startIpykernel,
} from './start-ipykernel.ts';

export type PythonState = 'starting' | 'idle' | 'busy' | 'dead' | 'missing';

/** The changes to the environment that Python is started with; null takes a variable away. */
export type Changes = Readonly<Record<string, string | null>>;

/** The Python behind the notebook: one ipykernel at a time, started again when it has ended. */
export interface PythonProcess {
  /** The path of the interpreter; undefined when none can be used. */
  readonly path: () => string | undefined;
  readonly state: () => PythonState;
  readonly pid: () => number | undefined;
  readonly changes: () => Changes;
  /**
   * Starts Python unless it runs.
   * @throws PythonDied when it ended before it was ready
   * @throws Error with the reason when there is no Python to start, or the kernel is ending
   */
  readonly start: () => Promise<JsonObject>;
  /**
   * Sends a client's request to the running Python, or `as` in its place. What comes back goes to the listener.
   * Resolves with the reply when the request is done, with undefined when Python dropped it.
   * @throws PythonDied
   */
  forward(channel: InboundChannel, request: Message, as?: Message): Promise<Message | undefined>;
  /** Sends a request of our own; clients see nothing of it. @throws PythonDied */
  request(type: string, content: JsonObject): Promise<Message | undefined>;
  /** Passes on a message that has no answer: an `input_reply`. */
  pass(channel: InboundChannel, message: Message): void;
  /** A client's request that Python works on. */
  readonly find: (id: string | undefined) => Message | undefined;
  readonly interrupt: () => void;
  /** Ends Python and starts it again with these changes on top of the earlier ones. @throws PythonDied */
  restart(change: { python?: string; environment?: Changes }, reason: string): Promise<void>;
  /** Ends Python for good. */
  readonly stop: () => Promise<void>;
}

export interface PythonListener extends IpykernelListener {
  /** What a death's last lines mean, if that is known. Never rejects. */
  readonly explain: (death: Death) => Promise<string | undefined>;
  /** Python has ended and will not answer these requests of clients. `death` is absent when it was ended on purpose. */
  readonly gone: (
    requests: readonly Message[],
    error: Error & { readonly name: ErrorName },
    death: Death | undefined,
  ) => void;
}

export interface PythonRequest
  extends Pick<IpykernelRequest, 'magics'>, Omit<LaunchRequest, 'python'> {
  readonly python: { readonly path: string } | { readonly unusable: string };
  /** The first process, if it was launched already. */
  readonly launched: Promise<LaunchedIpykernel> | undefined;
}

/** One process, from the moment it is wanted to its end. */
interface Life {
  /** Rejects when there is no place for its sockets and files. */
  readonly started: Promise<Ipykernel>;
  readonly ready: Promise<JsonObject>;
  /** Resolves when it has ended and the listener knows. */
  readonly over: Promise<void>;
  ipykernel: Ipykernel | undefined;
  probe: Probe | undefined;
  isReady: boolean;
  /** How many requests it works on, on shell. */
  working: number;
  /** Why we end it; undefined when it ends by itself. */
  endedBecause: string | undefined;
}

/** Python was ended on purpose while it worked on something. */
class PythonRestarted extends Error {
  override readonly name = 'PythonRestarted' satisfies ErrorName;
}

export function createPythonProcess(
  request: PythonRequest,
  listener: PythonListener,
): PythonProcess {
  const inFlight = createInFlight((message, channel) => life?.probe?.confirm(message, channel));
  let python = request.python;
  let { launched } = request;
  let changes: Changes = {};
  let life: Life | undefined;
  /** The last process could not be started at all, or has no ipykernel. */
  let isMissing = false;
  let isStopped = false;

  function start(): Promise<JsonObject> {
    if (isStopped) return Promise.reject(new Error('The kernel is ending.'));
    if ('unusable' in python) {
      isMissing = true;
      return Promise.reject(new Error(python.unusable));
    }
    life ??= launch(python.path);
    return life.ready;
  }

  function launch(path: string): Life {
    isMissing = false;
    const environment = { ...request.environment, ...withoutNulls(changes) };
    launched ??= launchIpykernel({ ...request, python: path, environment });
    const started = startIpykernel({
      launched,
      magics: request.magics,
      listener: {
        reply: (channel, message) => {
          inFlight.replied(channel, message);
          if (!isOwn(message.parent)) listener.reply(channel, message);
        },
        publication: (message) => {
          if (isForClients(message, own.isReady)) listener.publication(message);
          inFlight.published(message);
        },
        native: (name, text) => {
          if (own.isReady) listener.native(name, text);
        },
        magic: listener.magic,
      },
    });
    launched = undefined;
    const ready = started.then(async (ipykernel) => {
      own.ipykernel = ipykernel;
      own.probe = createProbe(inFlight, ipykernel);
      const info = await ipykernel.ready;
      own.isReady = true;
      return info;
    });
    ready.catch(() => undefined);
    const own: Life = {
      started,
      ready,
      over: waitForEnd(started),
      ipykernel: undefined,
      probe: undefined,
      isReady: false,
      working: 0,
      endedBecause: undefined,
    };
    return own;
  }

  async function waitForEnd(started: Promise<Ipykernel>): Promise<void> {
    let death: Death;
    try {
      death = await (await started).ended;
    } catch {
      life = undefined;
      return;
    }
    const isOurs = life?.endedBecause !== undefined;
    finish({ ...death, cause: isOurs ? undefined : await listener.explain(death) });
  }

  /** The process has ended, and `death` is complete. */
  function finish(death: Death): void {
    const reason = life?.endedBecause;
    life = undefined;
    isMissing = lacksIpykernel(death) || death.end.how === 'not-started';
    const error = reason === undefined ? new PythonDied(death) : new PythonRestarted(reason);
    const requests = inFlight.abandon(error).filter((one) => !isOwn(one.header));
    listener.gone(requests, error, reason === undefined ? death : undefined);
  }

  async function send(
    channel: InboundChannel,
    message: Message,
    as: Message,
  ): Promise<Message | undefined> {
    const receiver = life;
    if (receiver?.ipykernel === undefined) throw new Error('Python does not run.');
    const done = inFlight.add(message, channel);
    receiver.ipykernel.send(channel, as);
    const isOnShell = channel === 'shell';
    receiver.probe?.watch(channel);
    if (isOnShell) receiver.working += 1;
    try {
      return await done;
    } finally {
      if (isOnShell) receiver.working -= 1;
    }
  }

  async function end(reason: string): Promise<void> {
    if (life === undefined) return;
    const ending = life;
    ending.endedBecause = reason;
    // One that cannot be started is over by itself.
    const ipykernel = await ending.started.catch(() => undefined);
    // A polite request would wait behind the cell of a busy process.
    await ipykernel?.stop(ending.isReady && ending.working === 0);
    await ending.over;
  }

  return {
    path: () => ('path' in python ? python.path : undefined),
    state: () => {
      if (isMissing) return 'missing';
      if (life === undefined) return 'dead';
      if (!life.isReady) return 'starting';
      return life.working > 0 ? 'busy' : 'idle';
    },
    pid: () => life?.ipykernel?.pid,
    changes: () => changes,
    start,
    forward: (channel, message, as = message) => {
      if (startsCell(channel, message)) life?.ipykernel?.forgetLastLines();
      return send(channel, message, as);
    },
    request: (type, content) => {
      const message = compose({ type, content });
      return send('shell', message, message);
    },
    pass: (channel, message) => life?.ipykernel?.send(channel, message),
    find: inFlight.find,
    interrupt: () => {
      if (life?.isReady === true) void life.probe?.interrupt();
    },
    restart: async (change, reason) => {
      await end(reason);
      if (change.python !== undefined) python = { path: change.python };
      changes = { ...changes, ...change.environment };
      await start();
    },
    stop: () => {
      isStopped = true;
      return end('The kernel is ending.');
    },
  };
}

function startsCell(channel: InboundChannel, { header }: Message): boolean {
  return channel === 'shell' && header.msg_type === 'execute_request' && !header.subshell_id;
}

/** What Python publishes because of a request itself, not because of what a cell, a thread or the debugger does. */
const answers = new Set(['status', 'execute_input', 'execute_result', 'error']);

/** Python's own start and end do not concern clients, because the kernel goes on. */
function isForClients({ header, parent }: Message, isReady: boolean): boolean {
  if (isOwn(parent) && (!isReady || answers.has(header.msg_type))) return false;
  if (header.msg_type === 'status' || header.msg_type === 'stream') return parent !== undefined;
  return header.msg_type !== 'iopub_welcome' && header.msg_type !== 'shutdown_reply';
}

function withoutNulls(changes: Changes): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(changes).map(([name, value]) => [name, value ?? undefined]),
  );
}
