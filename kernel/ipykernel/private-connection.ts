import { randomBytes } from 'node:crypto';
import { createServer } from 'node:net';
import { join } from 'node:path';

import { type Connection, channelNames } from '../wire/connection-file.ts';

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

/** Ports that are free now; all are held until the last is found, so that they differ. */
async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  const ports: number[] = [];
  for (const server of servers) {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(0, '127.0.0.1', resolve);
    });
    const address = server.address();
    if (typeof address === 'object' && address !== null) ports.push(address.port);
  }
  for (const server of servers) server.close();
  return ports;
}
