/** What a reader needs of a socket. */
export type Receivable = AsyncIterable<Buffer[]>;

/** Hands on what a socket receives, one after the other, until the socket is closed. */
export async function readFrom(
  socket: Receivable,
  handle: (frames: Buffer[]) => void | Promise<void>,
): Promise<void> {
  try {
    for await (const frames of socket) await handle(frames);
  } catch (error) {
    if (!isClosed(error)) throw error;
  }
}

function isClosed(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EBADF';
}
