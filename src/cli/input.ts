import { addAbortSignal, type Readable } from 'node:stream';

/** What is kept of standard input: the end, where the errors of a program stand. */
const mostBytes = 64_000_000;

/**
 * Reads a stream to its end and gives its last `keep` bytes as text.
 * @throws AbortError when the signal is aborted
 */
export async function readTail(
  stream: Readable,
  signal: AbortSignal,
  keep = mostBytes,
): Promise<string> {
  let chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of addAbortSignal(signal, stream)) {
    const piece: Buffer = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    chunks.push(piece);
    bytes += piece.length;
    if (bytes > 2 * keep) {
      chunks = [Buffer.concat(chunks).subarray(-keep)];
      bytes = keep;
    }
  }
  return Buffer.concat(chunks).subarray(-keep).toString('utf8');
}
