import type { Observed, ProbeName } from '../snapshot/observations/index.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { known, unknown, type Fact } from './fact.ts';

const words: Readonly<Record<string, string>> = {
  timeout: 'it did not answer in time',
  crashed: 'it crashed',
  'not-permitted': 'not permitted',
  'not-found': 'not found',
  'not-applicable': 'does not apply here',
  'left-out': 'left out on request',
  'driver-hangs': 'the driver does not answer',
};

/** The answer of a probe as a fact, its name being the source; unknown with the reason when there is none. */
export function observed<Name extends ProbeName>(
  snapshot: Snapshot,
  name: Name,
  source: string,
): Fact<Observed<Name>> {
  const observation = snapshot.observations[name];
  if (observation === undefined) return unknown(`${source}: not asked`);
  if (observation.ok) return known<Observed<Name>>(observation.data, source);
  const reason = words[observation.reason] ?? observation.detail;
  return observation.reason === 'not-applicable'
    ? { state: 'unknown', reason: `${source}: ${reason}`, notHere: true }
    : unknown(`${source}: ${reason}`);
}
