import { Dealer, Subscriber } from 'zeromq';

import { createCodec } from './codec.ts';
import { type Connection, endpointOf } from './connection-file.ts';
import type { InboundChannel } from './kernel-server.ts';
import type { Message } from './message.ts';
import { readFrom } from './reader.ts';
import { createWriter } from './writer.ts';

/** The client side of the sockets of a kernel that we started. */
export interface KernelClient {
  readonly send: (channel: InboundChannel, message: Message) => void;
  readonly close: () => void;
}

/** Callbacks for messages from the kernel. */
export interface KernelClientListener {
  readonly reply: (channel: InboundChannel, message: Message) => void;
  /** The next publication is read when the promise is resolved. */
  readonly publication: (message: Message) => void | Promise<void>;
}

/** How soon a connection is tried again, in ms: the kernel binds its sockets a moment after we connect. */
const reconnectInterval = 10;

/**
 * Connects to a kernel's shell, control, stdin and iopub.
 *
 * All three dealers have the same routing id, because a kernel sends an `input_request` on stdin to the identity from
 * which the cell came on shell. All are connected before the first message, or that request would be lost. The
 * identities of our own clients travel inside the envelope and come back in the reply.
 */
export function connectKernelClient(
  connection: Connection,
  listener: KernelClientListener,
): KernelClient {
  const options = { reconnectInterval, linger: 0, receiveHighWaterMark: 0 };
  const dealing = { ...options, sendHighWaterMark: 0, routingId: 'tf-gpu-doctor' };
  const dealers = {
    shell: new Dealer(dealing),
    control: new Dealer(dealing),
    stdin: new Dealer(dealing),
  };
  const subscriber = new Subscriber(options);
  subscriber.connect(endpointOf(connection, 'iopub'));
  subscriber.subscribe('');

  // Its sockets are in a folder that only this user can enter, so no other user can replay messages.
  const codec = createCodec(connection.key);
  const read = (socket: AsyncIterable<Buffer[]>, handle: KernelClientListener['publication']) =>
    readFrom(socket, (frames) => {
      const message = codec.decode(frames);
      return message === undefined ? undefined : handle(message);
    });
  void read(subscriber, listener.publication);
  for (const name of ['shell', 'control', 'stdin'] as const) {
    dealers[name].connect(endpointOf(connection, name));
    void read(dealers[name], (message) => listener.reply(name, message));
  }
  const writers = {
    shell: createWriter(dealers.shell),
    control: createWriter(dealers.control),
    stdin: createWriter(dealers.stdin),
  };

  return {
    send: (channel, message) => writers[channel].send(codec.encode(message)),
    close: () => {
      for (const socket of [...Object.values(dealers), subscriber]) socket.close();
    },
  };
}
