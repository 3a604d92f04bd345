import { diagnoseSnapshot } from '../check/diagnose-snapshot.ts';
import type { Diagnosis } from '../diagnose/diagnose.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';

/** Findings that no check of a machine can have: they are in the code of a cell, and show in its output. */
const inCode: readonly string[] = ['memory-growth-after-init', 'model-pinned-to-gpu', 'gpu-oom'];

/** The diagnosis with what the notebook's last output says of the code in its cells. */
export function withLastOutput(diagnosis: Diagnosis, snapshot: Snapshot, text: string): Diagnosis {
  if (text.trim() === '' || snapshot.live === undefined) return diagnosis;
  const read = diagnoseSnapshot({ ...snapshot, live: { ...snapshot.live, log: text } });
  const more = read.findings.filter(
    ({ id }) => inCode.includes(id) && !diagnosis.findings.some((one) => one.id === id),
  );
  return { ...diagnosis, findings: [...diagnosis.findings, ...more] };
}
