import { contentOf, type Message } from '../wire/message.ts';

/** The requests that a Python has been sent and not yet dealt with. */
export interface InFlight {
  /**
   * Resolves with the reply when the request is done: replied *and* idle. Comm messages have no reply and are done when
   * idle.
   */
  add(request: Message): Promise<Message | undefined>;
  /** The request with this id. */
  readonly find: (id: string | undefined) => Message | undefined;
  replied(reply: Message): void;
  published(publication: Message): void;
  /** Nobody will answer any more: whoever waits gets the error. Gives what there was, oldest first. */
  abandon(error: Error): Message[];
}

interface Entry {
  readonly request: Message;
  reply: Message | undefined;
  replied: boolean;
  idle: boolean;
  readonly done: (reply: Message | undefined) => void;
  readonly failed: (error: Error) => void;
}

export function createInFlight(): InFlight {
  const entries = new Map<string, Entry>();

  function update(message: Message, change: (entry: Entry) => void): void {
    const id = message.parent?.msg_id ?? '';
    const entry = entries.get(id);
    if (entry === undefined) return;
    change(entry);
    if (!entry.replied || !entry.idle) return;
    entries.delete(id);
    entry.done(entry.reply);
  }

  return {
    add: (request) =>
      new Promise((done, failed) => {
        const replied = !hasReply(request.header.msg_type);
        const entry = { request, reply: undefined, replied, idle: false, done, failed };
        entries.set(request.header.msg_id, entry);
      }),
    find: (id) => entries.get(id ?? '')?.request,
    replied: (reply) => {
      update(reply, (entry) => {
        entry.reply = reply;
        entry.replied = true;
      });
    },
    published: (publication) => {
      if (!isIdle(publication)) return;
      update(publication, (entry) => {
        entry.idle = true;
      });
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
