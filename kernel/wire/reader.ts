/** The part of a socket that a reader uses. */
export type Receivable = AsyncIterable<Buffer[]>;

/** Calls `handle` for each message of a socket, one after the other, until the socket is closed. */
export async function readFrom(
  socket: Receivable,
  handle: (frames: Buffer[]) => void | Promise<void>,
): Promise<void> {
  try {
    for await (const frames of socket) {
      try {
        await handle(frames);
      } catch (error) {
        // The next message must be read all the same, so this error is reported as an uncaught one.
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  } catch (error) {
    if (!isClosed(error)) throw error;
  }
}

function isClosed(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EBADF';
}
