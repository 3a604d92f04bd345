import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';

import { UndeterminedError } from '../../src/errors.ts';

/** The pipes between the IPython extension and this program. */
export interface Channel {
  /** The first line that comes, not yet understood. */
  readonly request: Promise<unknown>;
  /** Resolves when it is written. */
  readonly send: (message: object) => Promise<void>;
  /**
   * Has an expression evaluated in the kernel's own Python, which waits for this program meanwhile.
   * @throws UndeterminedError when it fails there, or does not answer within `timeoutMs`
   */
  readonly ask: (expression: string, timeoutMs: number) => Promise<unknown>;
}

/** @param ended is called when standard input ends */
export function createChannel(input: Readable, output: Writable, ended: () => void): Channel {
  const waiting = new Map<unknown, (answer: Readonly<Record<string, unknown>>) => void>();
  let lastId = 0;
  let isFirst = true;
  let taken!: (request: unknown) => void;
  const request = new Promise<unknown>((resolve) => {
    taken = resolve;
  });
  createInterface({ input })
    .on('line', (line) => {
      const message: unknown = JSON.parse(line);
      if (isFirst) taken(message);
      else if (typeof message === 'object' && message !== null) {
        const answer = Object.fromEntries(Object.entries(message));
        waiting.get(answer['id'])?.(answer);
      }
      isFirst = false;
    })
    .on('close', ended);

  const send = (message: object) =>
    new Promise<void>((resolve) => {
      output.write(`${JSON.stringify(message)}\n`, () => resolve());
    });

  return {
    request,
    send,
    ask: async (expression, timeoutMs) => {
      lastId += 1;
      const id = lastId;
      const answered = new Promise<Readonly<Record<string, unknown>>>((resolve) => {
        waiting.set(id, resolve);
      });
      const late = new Promise<undefined>((resolve) => {
        setTimeout(resolve, timeoutMs, undefined).unref();
      });
      await send({ type: 'ask', id, expression });
      const answer = await Promise.race([answered, late]);
      waiting.delete(id);
      if (answer === undefined) {
        throw new UndeterminedError(
          `The notebook’s Python did not answer within ${timeoutMs / 1000} s.`,
        );
      }
      if (typeof answer['error'] !== 'string') return answer['value'];
      throw new UndeterminedError(
        `The notebook’s Python could not evaluate this: ${answer['error']}`,
      );
    },
  };
}
