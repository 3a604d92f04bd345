import { lookup } from 'node:dns/promises';
import { connect, createServer } from 'node:net';
import type { Cluster, TrainingProblem } from './tf-config.ts';

/** A worker in the same building answers within some ms; a firewall that swallows packets never does. */
const connectMs = 2000;

/**
 * Whether this computer has the address that TF_CONFIG gives to it, and whether the other workers' computers answer.
 * That nobody listens on a port is normal before training starts; that nothing comes back at all is not.
 */
export async function reachWorkers(cluster: Cluster): Promise<readonly TrainingProblem[]> {
  const found = await Promise.all([ownProblem(cluster.own), ...cluster.others.map(otherProblem)]);
  return found.filter((one) => one !== undefined);
}

async function ownProblem(address: string): Promise<TrainingProblem | undefined> {
  const { host, port } = split(address);
  const code = await new Promise<string | undefined>((resolve) => {
    const server = createServer();
    server.once('error', (error) => resolve('code' in error ? String(error.code) : 'unknown'));
    server.listen(port, host, () => server.close(() => resolve(undefined)));
  });
  if (code === 'EADDRINUSE') {
    return {
      id: 'worker-port-taken',
      summary: `Port ${port}, which TF_CONFIG gives to this worker, is in use by another program. An earlier run may still be there.`,
    };
  }
  if (code === 'EADDRNOTAVAIL') {
    return {
      id: 'worker-address-elsewhere',
      summary: `TF_CONFIG says that this worker is \`${address}\`, but no network interface of this computer has that address. Perhaps the index in \`task\` is another computer's.`,
    };
  }
  return undefined;
}

async function otherProblem(address: string): Promise<TrainingProblem | undefined> {
  const { host, port } = split(address);
  try {
    await lookup(host);
  } catch {
    return {
      id: 'worker-name-unknown',
      summary: `This computer knows no address for \`${host}\`, which TF_CONFIG names as a worker.`,
    };
  }
  const silent = await new Promise<boolean>((resolve) => {
    const socket = connect({ host, port, timeout: connectMs });
    const finish = (value: boolean): void => {
      socket.destroy();
      resolve(value);
    };
    socket.once('connect', () => finish(false));
    socket.once('timeout', () => finish(true));
    socket.once('error', (error) => {
      const code = 'code' in error ? error.code : '';
      finish(code === 'EHOSTUNREACH' || code === 'ENETUNREACH' || code === 'ETIMEDOUT');
    });
  });
  return silent
    ? {
        id: 'worker-unreachable',
        summary: `The worker \`${address}\` does not answer within ${connectMs / 1000} s, not even with a refusal. A firewall may be in between, or the computer is off.`,
      }
    : undefined;
}

function split(address: string): { readonly host: string; readonly port: number } {
  const cut = address.lastIndexOf(':');
  const host = address.slice(0, cut).replace(/^\[(.*)\]$/u, '$1');
  return { host, port: Number(address.slice(cut + 1)) };
}
