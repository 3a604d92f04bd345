import { hasReply } from '../message-types.ts';
import type { InboundChannel } from '../wire/kernel-server.ts';
import { messageContent, type Message } from '../wire/message.ts';

/** The requests that Python has been sent and has not yet finished. */
export interface InFlight {
  /**
   * Resolves with the reply when the request is done: replied *and* idle. Comm messages have no reply and are done when
   * idle. Resolves with undefined for a request that Python dropped.
   */
  add(request: Message, channel: InboundChannel): Promise<Message | undefined>;
  /** The request with this id. */
  readonly find: (id: string | undefined) => Message | undefined;
  /** Looks at what Python sent to one client. Only a reply on the request's own channel counts. */
  replied(channel: InboundChannel, reply: Message): void;
  published(publication: Message): void;
  /** The ids of what waits on the main shell, where Python does one thing after the other. */
  readonly queued: () => string[];
  /** The ids of what was sent on this channel and did not become busy yet. */
  readonly notStarted: (channel: InboundChannel) => string[];
  /** Python is past these requests, on both of their ways. Those that are not done were dropped. */
  readonly passed: (ids: readonly string[]) => void;
  /** No answer will come any more: every waiting `add` rejects with the error. Gives the requests, oldest first. */
  abandon(error: Error): Message[];
}

interface Entry {
  readonly request: Message;
  readonly channel: InboundChannel;
  reply: Message | undefined;
  replied: boolean;
  busy: boolean;
  idle: boolean;
  readonly done: (reply: Message | undefined) => void;
  readonly failed: (error: Error) => void;
}

/**
 * @param unreplied called when a request became idle without a reply: the reply comes in a moment, because it takes
 *   another way, or never
 */
export function createInFlight(
  unreplied: (request: Message, channel: InboundChannel) => void,
): InFlight {
  let entries = new Map<string, Entry>();

  /** Does nothing for a request that is done already, or whose id was used again. */
  function finish(entry: Entry): void {
    const id = entry.request.header.msg_id;
    if (entries.get(id) !== entry) return;
    entries.delete(id);
    // V8 links the tables that a Map outgrows, so one that has become old keeps alive all that come after it, with the
    // requests they held, until the next collection of the whole heap.
    if (entries.size === 0) entries = new Map();
    entry.done(entry.reply);
  }

  const onMainShell = ({ request, channel }: Entry) =>
    channel === 'shell' && !request.header.subshell_id;
  const idsOf = (condition: (entry: Entry) => boolean) =>
    [...entries.values()].filter(condition).map(({ request }) => request.header.msg_id);

  return {
    add: (request, channel) =>
      new Promise((done, failed) => {
        const { msg_id: id, msg_type: type } = request.header;
        const earlier = entries.get(id);
        if (earlier !== undefined) finish(earlier);
        const state = { reply: undefined, replied: !hasReply(type), busy: false, idle: false };
        entries.set(id, { request, channel, ...state, done, failed });
      }),
    find: (id) => entries.get(id ?? '')?.request,
    replied: (channel, reply) => {
      const entry = entries.get(reply.parent?.msg_id ?? '');
      if (entry?.channel !== channel) return;
      entry.reply = reply;
      entry.replied = true;
      if (entry.idle) finish(entry);
    },
    published: (publication) => {
      const entry = entries.get(publication.parent?.msg_id ?? '');
      if (entry === undefined || publication.header.msg_type !== 'status') return;
      entry.busy = true;
      if (!isIdle(publication)) return;
      entry.idle = true;
      if (entry.replied) finish(entry);
      else unreplied(entry.request, entry.channel);
    },
    queued: () => idsOf(onMainShell),
    notStarted: (channel) =>
      idsOf(
        (entry) => entry.channel === channel && !entry.request.header.subshell_id && !entry.busy,
      ),
    passed: (ids) => {
      for (const id of ids) {
        const entry = entries.get(id);
        if (entry !== undefined) finish(entry);
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

/** Whether a publication says that its request is done. */
export function isIdle(message: Message): boolean {
  return (
    message.header.msg_type === 'status' && messageContent(message)['execution_state'] === 'idle'
  );
}
