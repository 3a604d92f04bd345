/** What is used of the class that the library takes from the package `ws`. */
interface Socket {
  on(event: 'open' | 'pong' | 'close' | 'error', listener: () => void): void;
  ping(): void;
  terminate(): void;
}
type SocketClass = new (
  address: string,
  protocols: string | string[] | undefined,
  options: {
    readonly headers: Record<string, string>;
    readonly handshakeTimeout: number;
    readonly maxPayload: number;
  },
) => Socket;

/** Between two questions whether the other side is still there, in ms. */
const pingEvery = 15_000;
const openWithin = 15_000;
/** One message of a kernel, such as a figure in an output; a longer one closes the connection. */
const mostBytes = 256 * 1024 * 1024;

/**
 * The same class with the token in a header, and with a pulse: a connection that died without a word, as after a
 * laptop's sleep, is closed here, and the library connects again.
 */
export function socketClass(library: typeof WebSocket, token: string): typeof WebSocket {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- in node it is the class of `ws`; its types say the browser's
  const Base = library as unknown as SocketClass;
  class TokenSocket extends Base {
    constructor(address: string, protocols?: string | string[]) {
      const headers = token === '' ? {} : { Authorization: `token ${token}` };
      super(address, protocols, { headers, handshakeTimeout: openWithin, maxPayload: mostBytes });
      let answered = true;
      let timer: NodeJS.Timeout | undefined;
      this.on('open', () => {
        timer = setInterval(() => {
          if (!answered) return this.terminate();
          answered = false;
          this.ping();
        }, pingEvery);
      });
      this.on('pong', () => {
        answered = true;
      });
      this.on('close', () => clearInterval(timer));
      // The library takes its listeners away before a socket has ended, and an error without one ends the process.
      this.on('error', () => {});
    }
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same, back again
  return TokenSocket as unknown as typeof WebSocket;
}
