import { createServer, connect, type Socket } from 'node:net';

/** A way to a server on this machine that a test can shut. */
export interface CutProxy {
  readonly url: string;
  /** Drops every connection and takes no new one. */
  shut(): void;
  open(): void;
  close(): Promise<void>;
}

export function startCutProxy(target: string): Promise<CutProxy> {
  const port = Number(new URL(target).port);
  const sockets = new Set<Socket>();
  let isOpen = true;
  const server = createServer((client) => {
    if (!isOpen) {
      client.destroy();
      return;
    }
    const upstream = connect(port, '127.0.0.1');
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    client.pipe(upstream).pipe(client);
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (address === null || typeof address === 'string') return reject(new Error('no port'));
      resolve({
        url: `http://127.0.0.1:${address.port}/`,
        shut() {
          isOpen = false;
          sockets.forEach((socket) => socket.destroy());
        },
        open() {
          isOpen = true;
        },
        close() {
          sockets.forEach((socket) => socket.destroy());
          return new Promise((done) => server.close(() => done()));
        },
      });
    });
  });
}
