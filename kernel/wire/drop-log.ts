import type { DropReason } from './codec.ts';

const sentences: Readonly<Record<DropReason, string>> = {
  malformed: 'it does not follow the Jupyter messaging protocol',
  unsigned: 'its signature does not match the key of the connection file',
  replayed: 'a message with the same signature came before',
};

/** Logs the first dropped message of each reason, never its content: a kernel that drops everything is not silent. */
export function createDropLog(log: (sentence: string) => void): (reason: DropReason) => void {
  const logged = new Set<DropReason>();
  return (reason) => {
    if (logged.has(reason)) return;
    logged.add(reason);
    log(
      `A message of a client was dropped: ${sentences[reason]}. Further ones for this reason are not logged.`,
    );
  };
}
