import type { Observations } from './observations/index.ts';
import type { Live } from './observations/live.ts';
import type { NotebookState } from './observations/notebook.ts';

/** What was collected of one machine: everything that the diagnosis is made from, and nothing else. */
export interface Snapshot {
  readonly schema: 'tf-gpu-doctor/snapshot';
  readonly version: 1;
  /** ISO 8601. */
  readonly collectedAt: string;
  readonly redacted: boolean;
  readonly target: {
    readonly python: string;
    readonly chosenBecause: string;
    readonly practice: boolean;
    /** `local`, `ssh node7`, `snapshot`. */
    readonly host: string;
  };
  readonly observations: Observations;
  readonly live?: Live;
  /** Why there was no live check, when there was none. */
  readonly liveSkipped?: string;
  readonly notebook?: NotebookState;
  /** Why the notebook's Python could not be asked, when there is one: `busy`. */
  readonly notebookSkipped?: string;
  /** A measured run, when there was one. */
  readonly usage?: Usage;
}

/** What `gpu-usage` measured while a cell ran. */
export interface Usage {
  /** Mean utilisation of the busiest GPU, in percent of the run. */
  readonly gpuBusyPercent: number;
  /** Share of the run spent waiting for input data, in percent. */
  readonly inputWaitPercent: number;
}
