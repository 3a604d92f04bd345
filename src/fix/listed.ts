import type { Diagnosis } from '../diagnose/diagnose.ts';
import type { Finding } from '../diagnose/finding.ts';
import type { Remedy, RemedyKind } from '../remedies/remedy.ts';
import { trialOf } from './trial-of.ts';

export type Proof = Remedy['proof'];

/** What is known of a remedy's effect: from a trial, or from its kind. */
export interface Proven {
  readonly proof: Proof;
  /** ISO 8601; null when it was never tried. */
  readonly provenAt: string | null;
}

/** A remedy as `gpu-fix` lists it. */
export interface ListedRemedy extends Omit<Remedy, 'proof' | 'provenAt'>, Proven {
  /** From 1, in the order of the list. */
  readonly number: number;
  /** The finding that it is for. */
  readonly finding: string;
}

const roles: Readonly<Record<Finding['role'], number>> = { root: 0, separate: 1, consequence: 2 };
const proofs: Readonly<Record<Proof, number>> = { proven: 0, untried: 1, untriable: 2, refuted: 3 };
/** From what is cheap and easily taken back to what is not. */
const kinds: Readonly<Record<RemedyKind, number>> = {
  env: 0,
  code: 1,
  pip: 2,
  system: 3,
  hardware: 4,
};

/** Whether a trial can show the effect of a remedy. */
export const isTriable = (remedy: Parameters<typeof trialOf>[0]): boolean =>
  trialOf(remedy).kind !== 'none';

/**
 * The remedies of a diagnosis, ranked: those of the root cause first, what was refuted last, what is cheap before what
 * is not.
 * @param proofOf what an earlier trial of this remedy showed
 */
export function listRemedies(
  { findings }: Diagnosis,
  proofOf: (finding: string, remedy: Remedy) => Proven | undefined,
): readonly ListedRemedy[] {
  const ranked = findings
    .flatMap((finding) =>
      finding.remedies.map((remedy) => {
        const untried: Proof = isTriable(remedy) ? 'untried' : 'untriable';
        const known = proofOf(finding.id, remedy) ?? { proof: untried, provenAt: null };
        return { role: finding.role, remedy: { ...remedy, ...known, finding: finding.id } };
      }),
    )
    .toSorted(
      (a, b) =>
        Number(a.remedy.proof === 'refuted') - Number(b.remedy.proof === 'refuted') ||
        roles[a.role] - roles[b.role] ||
        proofs[a.remedy.proof] - proofs[b.remedy.proof] ||
        kinds[a.remedy.kind] - kinds[b.remedy.kind],
    );
  return ranked.map(({ remedy }, at) => ({ ...remedy, number: at + 1 }));
}
