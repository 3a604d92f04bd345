import type { Message } from '../wire/message.ts';

/** Requests that wait for their turn. */
export interface Queue {
  push(request: Message): void;
  /** Takes out the waiting requests that satisfy the condition. */
  take(condition: (request: Message) => boolean): Message[];
  /** The request that has its turn. */
  readonly current: () => Message | undefined;
  /** Whether nothing waits behind the current request. */
  readonly isEmpty: () => boolean;
  /** Whether a cell has its turn or waits for it. */
  readonly hasCell: () => boolean;
}

/** Handles requests one after the other, in the order they came. `handle` must not reject. */
export function createQueue(handle: (request: Message) => Promise<void>): Queue {
  let waiting: Message[] = [];
  let current: Message | undefined;

  async function run(): Promise<void> {
    for (current = waiting.shift(); current !== undefined; current = waiting.shift()) {
      await handle(current);
    }
  }

  return {
    push: (request) => {
      waiting.push(request);
      if (current === undefined) void run();
    },
    take: (condition) => {
      const taken = waiting.filter((request) => condition(request));
      waiting = waiting.filter((request) => !condition(request));
      return taken;
    },
    current: () => current,
    isEmpty: () => waiting.length === 0,
    hasCell: () => [current, ...waiting].some((one) => one?.header.msg_type === 'execute_request'),
  };
}
