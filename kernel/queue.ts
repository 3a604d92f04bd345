import type { Message } from './wire/message.ts';

/** Requests that wait for their turn. */
export interface Queue {
  push(request: Message): void;
  /** Takes out those that wait and satisfy the condition. */
  take(condition: (request: Message) => boolean): Message[];
  /** Whether nothing waits and nothing is being handled. */
  readonly isIdle: () => boolean;
}

/** Handles requests one after the other, in the order they came. `handle` must not reject. */
export function createQueue(handle: (request: Message) => Promise<void>): Queue {
  let waiting: Message[] = [];
  let running = false;

  async function run(): Promise<void> {
    running = true;
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await handle(next);
    running = false;
  }

  return {
    push: (request) => {
      waiting.push(request);
      if (!running) void run();
    },
    take: (condition) => {
      const taken = waiting.filter((request) => condition(request));
      waiting = waiting.filter((request) => !condition(request));
      return taken;
    },
    isIdle: () => !running,
  };
}
