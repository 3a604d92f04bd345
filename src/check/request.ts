import type { Environment } from '../process/environment.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';

/** The notebook's own Python, as far as a check needs it; see `NotebookPython` for all of it. */
export interface AskedNotebook {
  /** Path of the interpreter behind the notebook's Python cells. */
  readonly python: string;
  readonly state: () => 'starting' | 'idle' | 'busy' | 'dead' | 'missing';
  readonly pid: () => number | undefined;
  /**
   * Runs a Python expression silently in the idle Python and gives its JSON value.
   * @throws UndeterminedError when Python is busy, gone, or does not answer within `timeoutMs`.
   */
  ask(expression: string, timeoutMs: number): Promise<unknown>;
}

/** Which machine is checked, and how thoroughly. */
export interface CheckRequest {
  /** A recorded machine: a snapshot or a report. Without it, this machine is checked. */
  readonly from?: string;
  /** The Python that the person named with `--python`. */
  readonly python?: string;
  /** What a TensorFlow that is started now would inherit. */
  readonly environment: Environment;
  readonly cwd: string;
  readonly signal: AbortSignal;
  /** False: read files only and leave the driver alone. */
  readonly driver: boolean;
  /** Whether TensorFlow is started: `auto` where there may be a GPU for it. */
  readonly live: 'auto' | 'never' | 'always';
  /** Whether the live check computes on every GPU, also where others work on this machine. */
  readonly allGpus: boolean;
  /** Time limit of the live check, in ms. */
  readonly liveTimeoutMs?: number;
  readonly notebook?: AskedNotebook;
  /** Called with the recorded machine when `from` was read. */
  readonly onRecorded?: (snapshot: Snapshot) => void;
}
