import type { Writable } from 'node:stream';

/**
 * Logs every error that nothing caught, one sentence each, and lets the kernel go on: a fault of ours is no reason to
 * take a person's notebook away. Without this Node.js would end the process.
 * @returns what logs why the kernel could not start
 */
export function logUncaughtErrors(terminal: Writable): (startError: unknown) => void {
  let hasFewFiles = false;
  function log(error: unknown, sentence: string): void {
    if (!isForWantOfFiles(error)) terminal.write(`${sentence}\n`);
    else if (!hasFewFiles) {
      hasFewFiles = true;
      terminal.write(fewFiles);
    }
  }
  // An unhandled rejection arrives here, too.
  process.on('uncaughtException', (error: unknown) => log(error, sentenceOf(error)));
  // The terminal may be closed; logging that would be the next error.
  terminal.on('error', () => undefined);
  return (error) => {
    log(error, `tf-gpu-doctor: ${error instanceof Error ? error.message : String(error)}`);
  };
}

/** Names the error and the place where it was thrown, for the report that we ask for. */
function sentenceOf(error: unknown): string {
  const [what, place] =
    error instanceof Error
      ? [`${error.name}: ${error.message}`, /^\s+(?<at>at .+)$/mu.exec(error.stack ?? '')?.[1]]
      : [String(error), undefined];
  const details = [what.replaceAll(/\s+/gu, ' '), ...(place === undefined ? [] : [place])];
  return `tf-gpu-doctor: a fault of the kernel itself, which goes on; please report it (${details.join(', ')}).`;
}

const fewFiles =
  'tf-gpu-doctor: This process may not open more files. Raise the limit (ulimit -n) before you start Jupyter.\n';

/** One missing file descriptor makes dozens of errors, none of which is a fault of ours. */
function isForWantOfFiles(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EMFILE';
}
