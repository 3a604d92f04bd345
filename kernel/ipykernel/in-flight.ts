import type { InboundChannel } from '../wire/kernel-server.ts';
import { contentOf, type Message } from '../wire/message.ts';

/** How long a reply may come after the idle that ends its request, in ms: they take different ways. */
const replyAfterIdleMs = 1000;

/** The requests that a Python has been sent and not yet dealt with. */
export interface InFlight {
  /**
   * Resolves with the reply when the request is done: replied *and* idle. Comm messages have no reply and are done when
   * idle; so is a request that ipykernel could not read, and to which it will never reply.
   */
  add(request: Message, channel: InboundChannel): Promise<Message | undefined>;
  /** The request with this id. */
  readonly find: (id: string | undefined) => Message | undefined;
  replied(reply: Message): void;
  published(publication: Message): void;
  /** The ids of what waits on the main shell, where Python does one thing after the other. */
  readonly queued: () => string[];
  /** Python is past these requests. Those that are not answered in a moment have been dropped, and are done. */
  readonly passed: (ids: readonly string[]) => void;
  /** Nobody will answer any more: whoever waits gets the error. Gives what there was, oldest first. */
  abandon(error: Error): Message[];
}

interface Entry {
  readonly request: Message;
  readonly channel: InboundChannel;
  reply: Message | undefined;
  replied: boolean;
  idle: boolean;
  readonly done: (reply: Message | undefined) => void;
  readonly failed: (error: Error) => void;
}

export function createInFlight(): InFlight {
  const entries = new Map<string, Entry>();

  function finish(entry: Entry): void {
    entries.delete(entry.request.header.msg_id);
    entry.done(entry.reply);
  }

  return {
    add: (request, channel) =>
      new Promise((done, failed) => {
        const replied = !hasReply(request.header.msg_type);
        const entry = { request, channel, reply: undefined, replied, idle: false, done, failed };
        entries.set(request.header.msg_id, entry);
      }),
    find: (id) => entries.get(id ?? '')?.request,
    replied: (reply) => {
      const entry = entries.get(reply.parent?.msg_id ?? '');
      if (entry === undefined) return;
      entry.reply = reply;
      entry.replied = true;
      if (entry.idle) finish(entry);
    },
    published: (publication) => {
      const entry = entries.get(publication.parent?.msg_id ?? '');
      if (entry === undefined || !isIdle(publication)) return;
      entry.idle = true;
      if (entry.replied) finish(entry);
      else setTimeout(finish, replyAfterIdleMs, entry).unref();
    },
    queued: () =>
      [...entries.values()]
        .filter(({ request, channel }) => channel === 'shell' && !request.header.subshell_id)
        .map(({ request }) => request.header.msg_id),
    passed: (ids) => {
      for (const id of ids) {
        const entry = entries.get(id);
        if (entry !== undefined) setTimeout(finish, replyAfterIdleMs, entry).unref();
      }
    },
    abandon: (error) => {
      const abandoned = [...entries.values()];
      entries.clear();
      for (const entry of abandoned) entry.failed(error);
      return abandoned.map((entry) => entry.request);
    },
  };
}

function hasReply(type: string): boolean {
  return type.endsWith('_request');
}

/** Whether a publication says that its request is done. */
export function isIdle(message: Message): boolean {
  return message.header.msg_type === 'status' && contentOf(message)['execution_state'] === 'idle';
}
