import { probeNames } from '../../snapshot/probe-answers.ts';
import type { ProbeName } from '../../snapshot/observations/index.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import type { Diagnosis } from '../../diagnose/diagnose.ts';

/** A probe whose answer decides: with the other machine's answer in its place, the verdict becomes the other's. */
export interface DecidingProbe {
  readonly probe: ProbeName;
  /** `rootCause` after the exchange. */
  readonly becomes: string | null;
}

/**
 * Which difference explains that two machines get different verdicts: each probe's answer is put in place of the
 * other's, one at a time, and the machine is diagnosed again.
 */
export function decidingProbes(
  sick: Snapshot,
  well: Snapshot,
  diagnosisOf: (snapshot: Snapshot) => Diagnosis,
): DecidingProbe[] {
  const before = diagnosisOf(sick);
  const wanted = diagnosisOf(well);
  if (before.rootCause === wanted.rootCause) return [];
  return probeNames.flatMap((probe) => {
    const other = well.observations[probe];
    if (sick.observations[probe] === undefined) return [];
    if (other === undefined || same(other, sick.observations[probe])) return [];
    const { rootCause } = diagnosisOf({
      ...withoutLive(sick),
      observations: { ...sick.observations, [probe]: other },
    });
    return rootCause === before.rootCause ? [] : [{ probe, becomes: rootCause }];
  });
}

/** TensorFlow's own output on one machine does not describe the exchanged one. */
function withoutLive(snapshot: Snapshot): Snapshot {
  const { live: _, ...rest } = snapshot;
  return rest;
}

const same = (left: unknown, right: unknown): boolean =>
  JSON.stringify(left) === JSON.stringify(right);
