import type { Snapshot } from '../snapshot/snapshot.ts';

/** Which Python an answer is about and why that one, as a sentence for people. */
export function examinedPython(
  target: { readonly python: string; readonly chosenBecause: string },
  version?: string,
): string {
  const numbered = version === undefined ? '' : ` (${version})`;
  return `The examined Python is \`${target.python}\`${numbered}. Why this one: ${target.chosenBecause}.`;
}

/** In JSON, where and when a machine was recorded; null for this machine. */
export function recordedValue(
  { collectedAt }: Snapshot,
  file: string | undefined,
): { readonly file: string; readonly collectedAt: string } | null {
  return file === undefined ? null : { file, collectedAt };
}

/** In JSON, the examined Python. The host of a recorded machine is the file: it is not local. */
export function targetValue({ target }: Snapshot, file: string | undefined): Snapshot['target'] {
  return file === undefined ? target : { ...target, host: file };
}
