import { StringDecoder } from 'node:string_decoder';
import type { Readable } from 'node:stream';

/** What a process writes to one stream: the last bytes are kept, each line is handed on as it comes. */
export interface StreamReader {
  /** The text kept so far; it begins in the middle of the output when there was more than fits. */
  text(): string;
  /** Resolves when the stream is at its end and the last line, even one without newline, was handed on. */
  readonly ended: Promise<void>;
}

/**
 * Reads a stream to its end.
 *
 * @param keepBytes the most bytes of output that are kept, counted from the end
 * @param onLine gets every line without its line ending
 */
export function readStream(
  stream: Readable,
  keepBytes: number,
  onLine?: (line: string) => void,
): StreamReader {
  const chunks: Buffer[] = [];
  let kept = 0;
  const lines = onLine === undefined ? undefined : lineSplitter(onLine);
  stream.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    kept += chunk.length;
    for (let first = chunks[0]; first && kept - first.length >= keepBytes; first = chunks[0]) {
      kept -= first.length;
      chunks.shift();
    }
    lines?.push(chunk);
  });
  const ended = new Promise<void>((resolve) => {
    stream.once('close', () => {
      lines?.end();
      resolve();
    });
    // A broken pipe ends the stream; what came before it counts.
    stream.once('error', () => resolve());
  });
  return { text: () => Buffer.concat(chunks).subarray(-keepBytes).toString('utf8'), ended };
}

function lineSplitter(onLine: (line: string) => void): {
  push(chunk: Buffer): void;
  end(): void;
} {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  const hand = (line: string): void => onLine(line.endsWith('\r') ? line.slice(0, -1) : line);
  return {
    push(chunk) {
      const lines = (rest + decoder.write(chunk)).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) hand(line);
    },
    end() {
      rest += decoder.end();
      if (rest !== '') hand(rest);
      rest = '';
    },
  };
}
