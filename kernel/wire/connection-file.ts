import { readFileSync } from 'node:fs';
import * as v from 'valibot';

import { ProtocolError } from '../../src/errors.ts';

/** The five sockets of a kernel. */
export const channelNames = ['shell', 'control', 'stdin', 'iopub', 'hb'] as const;
export type ChannelName = (typeof channelNames)[number];

const port = v.pipe(
  v.number('is not a number'),
  v.integer('is not a whole number'),
  v.minValue(1, 'is below 1'),
  v.maxValue(65_535, 'is above 65535'),
);
const curveKey = v.pipe(v.string('is not a text'), v.length(40, 'is not 40 characters long'));

const connectionSchema = v.object({
  transport: v.optional(v.picklist(['tcp', 'ipc'], 'is neither "tcp" nor "ipc"'), 'tcp'),
  ip: v.pipe(v.string('is not a text'), v.minLength(1, 'is empty')),
  shell_port: port,
  control_port: port,
  stdin_port: port,
  iopub_port: port,
  hb_port: port,
  // Required, because an empty key means that anybody may run code. Jupyter writes one when signing is switched off.
  key: v.string('is not a text'),
  signature_scheme: v.optional(
    v.literal('hmac-sha256', 'is not "hmac-sha256", the only one there is'),
    'hmac-sha256',
  ),
  curve_publickey: v.optional(curveKey),
  curve_secretkey: v.optional(curveKey),
});

/** Where a kernel listens, and the key by which its messages are signed. */
export interface Connection {
  readonly transport: 'tcp' | 'ipc';
  /** An address, or with `ipc` the path that the socket files begin with. */
  readonly ip: string;
  readonly ports: Readonly<Record<ChannelName, number>>;
  /** Empty when messages are not signed. */
  readonly key: string;
  /** The kernel's CurveZMQ key pair (Z85), when the connection is encrypted. */
  readonly curve?: { readonly publicKey: string; readonly secretKey: string };
}

/** @throws ProtocolError naming the file and what is wrong in it. */
export function readConnectionFile(path: string): Connection {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new ProtocolError(`The connection file ${path} cannot be read`, { cause });
  }
  return parseConnection(text, path);
}

/** @throws ProtocolError naming `source` and what is wrong in it. @internal */
export function parseConnection(text: string, source: string): Connection {
  const parsed = v.safeParse(connectionSchema, parseJson(text, source));
  if (!parsed.success) {
    const faults = parsed.issues.map((issue) => {
      const fault = issue.received === 'undefined' ? 'is missing' : issue.message;
      return `${v.getDotPath(issue) ?? 'it'} ${fault}`;
    });
    throw new ProtocolError(`The connection file ${source} is not usable: ${faults.join('; ')}`);
  }
  const file = parsed.output;
  const { curve_publickey: publicKey, curve_secretkey: secretKey } = file;
  if ((publicKey === undefined) !== (secretKey === undefined)) {
    throw new ProtocolError(
      `The connection file ${source} has one CurveZMQ key and lacks the other`,
    );
  }
  return {
    transport: file.transport,
    ip: file.ip,
    ports: {
      shell: file.shell_port,
      control: file.control_port,
      stdin: file.stdin_port,
      iopub: file.iopub_port,
      hb: file.hb_port,
    },
    key: file.key,
    ...(publicKey !== undefined && secretKey !== undefined && { curve: { publicKey, secretKey } }),
  };
}

/** The ZeroMQ address of one channel. */
export function endpointOf({ transport, ip, ports }: Connection, channel: ChannelName): string {
  if (transport === 'ipc') return `ipc://${ip}-${ports[channel]}`;
  return `tcp://${ip.includes(':') ? `[${ip}]` : ip}:${ports[channel]}`;
}

/** The same connection as the text of a connection file. */
export function connectionText({ transport, ip, ports, key }: Connection): string {
  const numbers = Object.fromEntries(channelNames.map((name) => [`${name}_port`, ports[name]]));
  return JSON.stringify({ transport, ip, ...numbers, key, signature_scheme: 'hmac-sha256' });
}

function parseJson(text: string, source: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ProtocolError(`The connection file ${source} is not JSON`, { cause });
  }
}
