import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';

export type StreamName = 'stdout' | 'stderr';

/** What native code of a process writes to its file descriptors 1 and 2, which Python's own streams do not use. */
export interface NativeOutput {
  /** Resolves when everything that was written until now has been read; after 100 ms at the latest. */
  readonly settled: () => Promise<void>;
  /** Resolves when both streams are at their end. */
  readonly ended: Promise<void>;
  /** The last lines since `forgetLastLines`, of both streams as they came. */
  readonly lastLines: () => readonly string[];
  readonly forgetLastLines: () => void;
}

/** How many lines are kept for a report of the process's death, and how long each may be. */
const keptLines = 100;
const longestLine = 2000;

/** A process may write faster than it is read. What was written before is read after this long, in ms, ... */
const settleMs = 100;
/** ... and after this many bytes, more than the system keeps of what was written and not yet read. */
const settleBytes = 1_000_000;

export function readNativeOutput(
  streams: Readonly<Record<StreamName, Readable | null>>,
  handle: (name: StreamName, text: string) => void,
): NativeOutput {
  const lines: string[] = [''];
  let reads = 0;
  let bytesRead = 0;

  function keep(text: string): void {
    const [first = '', ...more] = text.split(/\r?\n/u);
    lines.push(`${lines.pop() ?? ''}${first}`.slice(0, longestLine));
    for (const line of more) lines.push(line.slice(0, longestLine));
    lines.splice(0, lines.length - keptLines - 1);
  }

  function read(name: StreamName): Promise<void> {
    const decoder = new StringDecoder('utf8');
    const stream = streams[name];
    if (stream === null) return Promise.resolve();
    stream.on('data', (bytes: Buffer) => {
      reads += 1;
      bytesRead += bytes.length;
      const text = decoder.write(bytes);
      if (text === '') return;
      keep(text);
      handle(name, text);
    });
    return new Promise((resolve) => {
      stream.once('close', resolve);
      stream.once('error', () => resolve());
    });
  }

  return {
    // What was written before is in the pipe, so the next turn of the event loop reads it. One more turn, until a
    // turn reads nothing.
    settled: async () => {
      const end = performance.now() + settleMs;
      const enough = bytesRead + settleBytes;
      for (;;) {
        const before = reads;
        await new Promise((resolve) => setImmediate(resolve));
        await new Promise((resolve) => setImmediate(resolve));
        if (reads === before || bytesRead >= enough || performance.now() >= end) return;
      }
    },
    ended: Promise.all([read('stdout'), read('stderr')]).then(() => undefined),
    forgetLastLines: () => void lines.splice(0, lines.length, ''),
    lastLines: () => lines.filter((line) => line.trim() !== ''),
  };
}
