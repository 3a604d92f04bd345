import type {
  Observations,
  Observed,
  ProbeName,
} from '../../../src/snapshot/observations/index.ts';
import type { Snapshot } from '../../../src/snapshot/snapshot.ts';

/** A snapshot in which these probes answered and no others. */
export function snapshotWith(
  answers: { readonly [Name in ProbeName]?: Observed<Name> },
  rest: Partial<Snapshot> = {},
): Snapshot {
  const observations = Object.fromEntries(
    Object.entries(answers).map(([name, data]) => [name, { ok: true, ms: 1, data }]),
  ) as Observations;
  return {
    schema: 'tf-gpu-doctor/snapshot',
    version: 1,
    collectedAt: '2026-11-21T05:00:00Z',
    redacted: true,
    target: {
      python: '/env/bin/python',
      chosenBecause: '--python',
      practice: false,
      host: 'local',
    },
    observations,
    ...rest,
  };
}
