import type { Kernel } from '@jupyterlab/services';
import { waiting } from './waiting.ts';

/** Why a kernel cannot go on. */
export type Gone =
  /** The server says that it ended, and may have started another in its place. */
  | 'died'
  /** The connection went and did not come back in time. */
  | 'lost'
  /** The connection went, and when it came back, the server did not know the kernel any more. */
  | 'forgotten';

/** Follows a kernel from its first connection to its end. */
export interface KernelWatch {
  /** Fulfilled when the kernel cannot go on; never rejected. */
  readonly gone: Promise<Gone>;
  /** Calls back whenever the connection is lost (false) or comes back (true), until it is stopped. */
  onConnection(listener: (connected: boolean) => void): () => void;
}

/** Between two questions to the server while the connection is away, in ms. */
const askEvery = 2000;

/**
 * @param known asks the server whether it has the kernel; rejected when it does not answer
 * @param reconnectMs how long the connection may be away before it counts as lost
 */
export function watchKernel(
  kernel: Kernel.IKernelConnection,
  known: () => Promise<boolean>,
  reconnectMs: number,
): KernelWatch {
  const listeners = new Set<(connected: boolean) => void>();
  let connected = kernel.connectionStatus === 'connected';
  let seen = connected;
  let over = false;
  let limit: NodeJS.Timeout | undefined;
  let next: NodeJS.Timeout | undefined;
  const gone = waiting<Gone>();
  const rest = (): void => {
    clearTimeout(limit);
    clearTimeout(next);
    limit = next = undefined;
  };
  const stop = (how: Gone): void => {
    over = true;
    rest();
    gone.fulfil(how);
  };
  // The library tries again by itself, but not for ever, and does not notice that the kernel no longer exists.
  const look = async (): Promise<void> => {
    const found = await known().catch(() => undefined);
    if (connected || over) return;
    if (found === false) return stop('forgotten');
    if (found === true && kernel.connectionStatus === 'disconnected') void kernel.reconnect();
    next = setTimeout(() => void look(), askEvery);
  };
  const away = (): void => {
    limit ??= setTimeout(() => stop('lost'), reconnectMs);
    next ??= setTimeout(() => void look(), askEvery);
  };
  if (!connected) away();

  kernel.statusChanged.connect((_, status) => {
    // We never restart it, so when it restarts, it has died.
    if (status === 'restarting' || status === 'autorestarting') stop('died');
    if (status === 'dead') stop(connected || !seen ? 'died' : 'forgotten');
  });
  kernel.connectionStatusChanged.connect((_, status) => {
    if (kernel.isDisposed || over) return;
    const now = status === 'connected';
    if (now) rest();
    else away();
    if (now === connected) return;
    connected = now;
    if (seen) listeners.forEach((listener) => listener(now));
    seen ||= now;
  });
  kernel.disposed.connect(() => stop('lost'));
  return {
    gone: gone.promise,
    onConnection(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
