/**
 * An error that nobody caught is a fault of ours, and no reason to take a person's notebook away: it is told, one
 * sentence each, and the kernel goes on. Without this Node.js would end the process.
 */
export function outliveFaults(tell: (sentence: string) => void): void {
  // A rejection that nobody handles arrives here, too.
  process.on('uncaughtException', (error: unknown) => tell(sentenceOf(error)));
  // The terminal may be gone; telling that there would be the next fault.
  process.stderr.on('error', () => undefined);
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
