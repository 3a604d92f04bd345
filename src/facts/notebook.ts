import type { NotebookState } from '../snapshot/observations/notebook.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { absent, known, unknown, type Fact } from './fact.ts';

export interface NotebookFacts {
  /** The notebook's own Python; absent outside a notebook, unknown while it is busy. */
  readonly state: Fact<NotebookState>;
}

export function readNotebook({ notebook, notebookSkipped }: Snapshot): NotebookFacts {
  const source = "this notebook's Python";
  if (notebook !== undefined) return { state: known(notebook, source) };
  return {
    state:
      notebookSkipped === undefined ? absent(source) : unknown(`${source}: ${notebookSkipped}`),
  };
}
