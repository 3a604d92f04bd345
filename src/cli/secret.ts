import { createInterface } from 'node:readline/promises';
import type { ReadStream } from 'node:tty';
import { Writable } from 'node:stream';

/**
 * Asks a person for something that is not shown while it is typed.
 * @returns undefined when they gave up (Ctrl-C, Ctrl-D)
 */
export async function askSecret(
  question: string,
  input: ReadStream,
  screen: { write(text: string): unknown },
): Promise<string | undefined> {
  // readline echoes what is typed into its output, so that one goes nowhere.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input, output: nowhere, terminal: true, historySize: 0 });
  const givenUp = new AbortController();
  lines.once('SIGINT', () => givenUp.abort());
  lines.once('close', () => givenUp.abort());
  screen.write(question);
  try {
    return (await lines.question('', { signal: givenUp.signal })).trim();
  } catch {
    return undefined;
  } finally {
    lines.close();
    screen.write('\n');
  }
}
