import type { Writable } from 'node:stream';

/**
 * An error that nobody caught is a fault of ours, and no reason to take a person's notebook away: it is told, one
 * sentence each, and the kernel goes on. Without this Node.js would end the process.
 */
export function outliveFaults(terminal: Writable): void {
  // A rejection that nobody handles arrives here, too.
  process.on('uncaughtException', (error: unknown) => {
    terminal.write(`${sentenceOf(error)}\n`);
  });
  // The terminal may be gone; telling that there would be the next fault.
  terminal.on('error', () => undefined);
}

/** With the place where it happened, for the report that we ask for. */
function sentenceOf(error: unknown): string {
  const [said, place] =
    error instanceof Error
      ? [`${error.name}: ${error.message}`, /^\s+(?<at>at .+)$/mu.exec(error.stack ?? '')?.[1]]
      : [String(error), undefined];
  const what = [said.replaceAll(/\s+/gu, ' '), ...(place === undefined ? [] : [place])].join(', ');
  return `tf-gpu-doctor: a fault of the kernel itself, which goes on; please report it (${what}).`;
}
