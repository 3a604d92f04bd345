import type { JsonObject } from '../../src/json.ts';
import type { ClientChannels, InboundChannel } from '../wire/kernel-server.ts';
import { compose, type Message } from '../wire/message.ts';

/** Answers one request of a client with messages of the kernel's own. */
export interface Responder {
  readonly publish: (type: string, content: JsonObject) => void;
  readonly reply: (content: JsonObject, metadata?: JsonObject) => void;
  readonly busy: () => void;
  /** Comes last: a client takes the request as done when it was replied to and is idle. */
  readonly idle: () => void;
}

export function respondTo(
  clients: ClientChannels,
  channel: InboundChannel,
  request: Message,
): Responder {
  const publish = (type: string, content: JsonObject) => {
    const topic = Buffer.from(`kernel.${type}`);
    clients.publish(compose({ type, content, parent: request, identities: [topic] }));
  };
  const { identities, header } = request;
  return {
    publish,
    reply: (content, metadata = {}) => {
      const type = header.msg_type.replace(/_request$/u, '_reply');
      clients.send(channel, compose({ type, content, metadata, parent: request, identities }));
    },
    busy: () => publish('status', { execution_state: 'busy' }),
    idle: () => publish('status', { execution_state: 'idle' }),
  };
}
