import type { Diagnosis } from '../diagnose/diagnose.ts';
import type { Remedy } from '../remedies/remedy.ts';
import type { Proven } from './listed.ts';
import type { FixMemory } from './state.ts';
import { proofKey } from './trial-of.ts';

/** What the last trial of a remedy showed; undefined when it was never tried as it stands. */
export const proofIn =
  ({ proofs }: Pick<FixMemory, 'proofs'>) =>
  (finding: string, remedy: Remedy): Proven | undefined => {
    const key = proofKey(finding, remedy);
    const found = proofs.findLast((one) => one.key === key);
    return found === undefined
      ? undefined
      : { proof: found.outcome, provenAt: found.outcome === 'proven' ? found.at : null };
  };

/** The diagnosis with what earlier trials showed of its remedies. */
export function withProofs(diagnosis: Diagnosis, memory: Pick<FixMemory, 'proofs'>): Diagnosis {
  if (memory.proofs.length === 0) return diagnosis;
  const known = proofIn(memory);
  return {
    ...diagnosis,
    findings: diagnosis.findings.map((finding) => ({
      ...finding,
      remedies: finding.remedies.map((remedy) => ({ ...remedy, ...known(finding.id, remedy) })),
    })),
  };
}
