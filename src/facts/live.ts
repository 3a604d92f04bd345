import type { Live } from '../snapshot/observations/live.ts';
import { describeEnd } from '../process-end.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { known, mapFact, unknown, type Fact } from './fact.ts';

type PhysicalGpu = NonNullable<Live['physicalGpus']>[number];
export type Computation = Live['computations'][number];

/** What TensorFlow itself did, in a process of its own: devices, results, log. */
export interface LiveFacts {
  readonly run: Fact<Live>;
  /** GPUs that TensorFlow lists; absent when it lists none; unknown when it did not get so far. */
  readonly listed: Fact<readonly PhysicalGpu[]>;
  /** Computations on GPUs, those left out not counted; unknown when none was tried. */
  readonly computations: Fact<readonly Computation[]>;
  /** What TensorFlow printed, and the errors it raised. */
  readonly log: Fact<string>;
  /** How the process ended when it did not end well; absent when it did. */
  readonly died: Fact<string>;
  readonly importError: Fact<string>;
  /** Why TensorFlow was not started because the GPU is somebody else's; absent otherwise. */
  readonly busy: Fact<string>;
}

const source = 'TensorFlow in a process of its own';

/** Why the live check was left out, in words. */
const reasons: Readonly<Record<string, string>> = {
  static: '--static was given',
  'no-hardware': 'this machine has no NVIDIA GPU',
  'gpu-busy': 'the GPU is in use',
  'driver-hangs': 'the NVIDIA driver does not answer',
};

export function readLive(snapshot: Snapshot): LiveFacts {
  const skipped = snapshot.liveSkipped;
  const run: Fact<Live> =
    snapshot.live === undefined
      ? unknown(`TensorFlow was not started${skipped ? `: ${reasons[skipped] ?? skipped}` : ''}`)
      : known(snapshot.live, source);
  return {
    run,
    listed:
      run.state === 'known' && run.value.physicalGpus === null
        ? unknown(`TensorFlow did not get as far as listing GPUs (${run.value.stage})`)
        : mapFact(run, (live) => (live.physicalGpus?.length ? live.physicalGpus : null)),
    computations: tried(run),
    log: mapFact(run, printed),
    died: mapFact(run, deathOf),
    importError: mapFact(run, (live) => live.importError),
    busy:
      skipped !== undefined && /gpu-busy/.test(skipped)
        ? known(reasons['gpu-busy'] ?? skipped, 'NVML')
        : mapFact<Live, string>(run, () => null),
  };
}

/** The log, followed by raised errors that are not in it already. */
function printed({ log, importError, computations }: Live): string {
  const raised = [importError, ...computations.map((one) => one.error)].filter(
    (error) => error !== null && error !== '' && !log.includes(error),
  );
  return [log, ...new Set(raised)].join('\n');
}

function tried(run: Fact<Live>): Fact<readonly Computation[]> {
  if (run.state !== 'known') return run;
  const done = run.value.computations.filter((one) => one.result !== 'skipped');
  return done.length > 0 ? known(done, source) : unknown('TensorFlow computed nothing on a GPU');
}

function deathOf({ ended, stage }: Live): string | null {
  if (ended.how === 'exit' && ended.code === 0) return null;
  const at = ended.how === 'not-started' ? '' : `, at the stage "${stage}"`;
  return `${describeEnd(ended)}${at}`;
}
