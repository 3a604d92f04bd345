import { links } from '../diagnose/chain.ts';
import type { Diagnosis } from '../diagnose/diagnose.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';

/** A machine that was checked with TensorFlow started. */
export interface Checked {
  readonly snapshot: Snapshot;
  readonly diagnosis: Diagnosis;
}

export interface TrialOutcome {
  readonly outcome: 'proven' | 'refuted' | 'untriable';
  /** One sentence. */
  readonly because: string;
}

/**
 * What a trial showed of the remedy of a finding. It is proven only when the finding was there before in the trial's
 * own set-up, is gone after, and TensorFlow came further along the chain or to its end. A finding that only went out of
 * sight, because something broke earlier, is no proof.
 */
export function trialOutcome(finding: string, before: Checked, after: Checked): TrialOutcome {
  const hindered = whyNoBefore(finding, before) ?? whyNoAfter(before, after);
  if (hindered !== undefined) return { outcome: 'untriable', because: hindered };
  if (shows(after.diagnosis, finding)) {
    return { outcome: 'refuted', because: `With the change, \`${finding}\` is still there.` };
  }
  const [was, is] = [firstFault(before.diagnosis), firstFault(after.diagnosis)];
  const broken = newFaults(before.diagnosis, after.diagnosis);
  if (is < was || (is === was && broken.length > 0)) {
    return {
      outcome: 'refuted',
      because: `With the change, \`${finding}\` is gone, and TensorFlow fails as early as before: ${broken.join(', ') || after.diagnosis.verdict}.`,
    };
  }
  const rest = after.diagnosis.rootCause;
  const good = after.diagnosis.verdict === 'gpu-ready';
  return {
    outcome: 'proven',
    because: good
      ? 'With the change, TensorFlow computes rightly on the GPU.'
      : `With the change, \`${finding}\` is gone${rest === null ? '' : `; \`${rest}\` remains`}.`,
  };
}

/** Why there is nothing to compare with; undefined when the finding showed and TensorFlow was started. */
export function whyNoBefore(finding: string, { snapshot, diagnosis }: Checked): string | undefined {
  if (snapshot.live === undefined) {
    return `TensorFlow was not started (${skipped(snapshot)}), so there is nothing to compare with.`;
  }
  return shows(diagnosis, finding)
    ? undefined
    : `Before the change, \`${finding}\` does not show in a fresh process.`;
}

function whyNoAfter(before: Checked, { snapshot, diagnosis }: Checked): string | undefined {
  if (snapshot.live === undefined)
    return `With the change, TensorFlow was not started (${skipped(snapshot)}).`;
  if (snapshot.live.ended.how === 'timeout' && before.snapshot.live?.ended.how !== 'timeout')
    return 'With the change, TensorFlow did not come to an end in time.';
  return diagnosis.verdict === 'unknown'
    ? 'With the change, it could not be determined what TensorFlow does.'
    : undefined;
}

const reasons: Readonly<Record<string, string>> = {
  'no-hardware': 'this machine has no GPU',
  'gpu-busy': 'another program holds the GPU',
  'driver-hangs': 'the driver does not answer',
};

const skipped = ({ liveSkipped = 'unknown' }: Snapshot): string =>
  reasons[liveSkipped] ?? liveSkipped;

/** Findings above info that were not there before. */
function newFaults(before: Diagnosis, after: Diagnosis): readonly string[] {
  return after.findings
    .filter((one) => one.severity !== 'info' && !shows(before, one.id))
    .map((one) => one.id);
}

const shows = ({ findings }: Diagnosis, id: string): boolean =>
  findings.some((one) => one.id === id);

/** The place of the first link that is broken or weak; the chain's length when none is. */
function firstFault({ chain }: Diagnosis): number {
  const at = chain.findIndex(({ status }) => status === 'fail' || status === 'warn');
  return at === -1 ? links.length : at;
}
