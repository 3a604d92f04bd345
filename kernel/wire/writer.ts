/** The part of a socket that a writer uses. */
export interface Sendable {
  send(frames: Buffer[]): Promise<void>;
}

/** Sends on one socket, in order. */
export interface Writer {
  send(frames: Buffer[]): void;
  /** Resolves when everything was handed to ZeroMQ. */
  drained(): Promise<void>;
}

/**
 * A socket takes one `send` at a time: a second one fails with EBUSY while the first has to wait. So everything that is
 * sent on a socket goes through one writer. What cannot be sent because the socket was closed is dropped.
 */
export function createWriter(socket: Sendable): Writer {
  const queue: Buffer[][] = [];
  let running: Promise<void> | undefined;

  /** A closed socket does not reject, it throws at once. */
  async function attempt(frames: Buffer[]): Promise<void> {
    await socket.send(frames);
  }

  async function run(): Promise<void> {
    for (let frames = queue.shift(); frames !== undefined; frames = queue.shift()) {
      await attempt(frames).catch(() => undefined);
    }
    running = undefined;
  }

  return {
    send: (frames) => {
      queue.push(frames);
      running ??= run();
    },
    drained: () => running ?? Promise.resolve(),
  };
}
