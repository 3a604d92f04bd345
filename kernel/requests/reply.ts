import type { JsonObject } from '../../src/json.ts';
import type { InboundChannel, Outlet } from '../wire/kernel-server.ts';
import { compose, type Message } from '../wire/message.ts';

/** Answers one request of a client, in the front's own words. */
export interface Answer {
  readonly publish: (type: string, content: JsonObject) => void;
  readonly reply: (content: JsonObject, metadata?: JsonObject) => void;
  readonly busy: () => void;
  /** The last word: a client takes the request as done when it was replied to and is idle. */
  readonly idle: () => void;
}

export function answerTo(outlet: Outlet, channel: InboundChannel, request: Message): Answer {
  const publish = (type: string, content: JsonObject) => {
    const topic = Buffer.from(`kernel.${type}`);
    outlet.publish(compose({ type, content, parent: request, identities: [topic] }));
  };
  const { identities, header } = request;
  return {
    publish,
    reply: (content, metadata = {}) => {
      const type = header.msg_type.replace(/_request$/u, '_reply');
      outlet.send(channel, compose({ type, content, metadata, parent: request, identities }));
    },
    busy: () => publish('status', { execution_state: 'busy' }),
    idle: () => publish('status', { execution_state: 'idle' }),
  };
}

/** The reply of a request that failed. */
export function errorContent(name: string, lines: readonly string[]): JsonObject {
  return { status: 'error', ename: name, evalue: lines[0] ?? '', traceback: [...lines] };
}
