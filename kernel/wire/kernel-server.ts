import { context, Router, XPublisher } from 'zeromq';

import { createCodec } from './codec.ts';
import { channelNames, type Connection, endpointOf } from './connection-file.ts';
import { createDropLog } from './drop-log.ts';
import { compose, type Message } from './message.ts';
import { readFrom } from './reader.ts';
import { createWriter } from './writer.ts';

/** The channels on which clients send. */
export type InboundChannel = 'shell' | 'control' | 'stdin';

/** The five sockets that clients connect to. */
export interface KernelServer {
  /** Sends to the client that the message's identities name. */
  send(channel: InboundChannel, message: Message): void;
  /** Publishes to every client. */
  publish(message: Message): void;
  /** Begins to receive what clients send. */
  listen(receive: (channel: InboundChannel, message: Message) => void): void;
  /** Hands everything that is queued to ZeroMQ, then closes. ZeroMQ delivers for at most a second more. */
  close(): Promise<void>;
}

/** How long ZeroMQ still delivers after a socket is closed, in ms. */
const linger = 1000;

// A socket that was not closed must not keep the process from ending.
context.blocky = false;

/** The way to the clients: replies to one, publications to all. */
export type ClientChannels = Pick<KernelServer, 'send' | 'publish'>;

/**
 * Binds the sockets to the addresses of the connection file. Slow clients lose no messages: the queues have no
 * high-water mark. Messages that are dropped because they cannot be trusted or read are logged, once for each reason.
 * @param subscribed called when a client has subscribed: what is published before that reaches nobody
 * @throws Error of ZeroMQ when an address cannot be bound.
 */
export async function bindKernelServer(
  connection: Connection,
  log: (sentence: string) => void,
  subscribed: (publish: KernelServer['publish']) => void = () => undefined,
): Promise<KernelServer> {
  const options = { linger, ipv6: connection.ip.includes(':'), ...encryption(connection) };
  const unlimited = { ...options, sendHighWaterMark: 0 };
  const routers = {
    shell: new Router({ ...unlimited, handover: true }),
    control: new Router({ ...unlimited, handover: true }),
    stdin: new Router({ ...unlimited, handover: true }),
  };
  const iopub = new XPublisher(unlimited);
  iopub.verbosity = 'allSubs';
  // Not a Reply socket: that one stops at the first message that a Request socket would not send.
  const heartbeat = new Router(options);
  const sockets = { ...routers, iopub, hb: heartbeat };
  for (const name of channelNames) await sockets[name].bind(endpointOf(connection, name));

  const codec = createCodec(connection.key, {
    strict: true,
    refuseReplays: true,
    onDrop: createDropLog(log),
  });
  const writers = {
    shell: createWriter(routers.shell),
    control: createWriter(routers.control),
    stdin: createWriter(routers.stdin),
    iopub: createWriter(iopub),
    hb: createWriter(heartbeat),
  };
  const publish = (message: Message) => writers.iopub.send(codec.encode(message));

  const readers = [
    readFrom(iopub, ([event]) => {
      const topic = subscriptionOf(event);
      if (topic === undefined) return;
      publish(welcome(topic));
      subscribed(publish);
    }),
    readFrom(heartbeat, (frames) => writers.hb.send(frames)),
  ];

  return {
    send: (channel, message) => writers[channel].send(codec.encode(message)),
    publish,
    listen: (receive) => {
      for (const name of inbound) {
        const reader = readFrom(routers[name], (frames) => {
          const message = codec.decode(frames);
          if (message !== undefined) receive(name, message);
        });
        readers.push(reader);
      }
    },
    close: async () => {
      await Promise.all(Object.values(writers).map((writer) => writer.drained()));
      for (const socket of Object.values(sockets)) socket.close();
      await Promise.all(readers);
    },
  };
}

const inbound = ['shell', 'control', 'stdin'] as const;

function encryption({ curve }: Connection) {
  if (curve === undefined) return {};
  const { publicKey, secretKey } = curve;
  return { curveServer: true, curvePublicKey: publicKey, curveSecretKey: secretKey };
}

/** An XPUB socket reads `1` and a topic when a client subscribes. */
function subscriptionOf(event: Buffer | undefined): string | undefined {
  return event?.[0] === 1 ? event.subarray(1).toString('utf8') : undefined;
}

function welcome(topic: string): Message {
  return compose({
    type: 'iopub_welcome',
    content: { subscription: topic },
    identities: [Buffer.from(topic)],
  });
}
