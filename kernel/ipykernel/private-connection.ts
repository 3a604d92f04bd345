import { randomBytes } from 'node:crypto';
import { join } from 'node:path';

import { type Connection, channelNames } from '../wire/connection-file.ts';
import { freePorts } from '../../src/process/free-ports.ts';

/**
 * Where an ipykernel of ours listens, with its own key: sockets in a private folder, or loopback TCP on Windows,
 * whose ZeroMQ has no Unix sockets.
 */
export async function makePrivateConnection(folder: string): Promise<Connection> {
  const key = randomBytes(32).toString('hex');
  if (process.platform !== 'win32') {
    const ports = { shell: 1, control: 2, stdin: 3, iopub: 4, hb: 5 };
    return { transport: 'ipc', ip: join(folder, 'k'), ports, key };
  }
  const [shell = 0, control = 0, stdin = 0, iopub = 0, hb = 0] = await freePorts(
    channelNames.length,
  );
  return { transport: 'tcp', ip: '127.0.0.1', ports: { shell, control, stdin, iopub, hb }, key };
}
