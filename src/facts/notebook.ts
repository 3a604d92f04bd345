import type { NotebookState } from '../collect/observations/notebook.ts';
import type { Snapshot } from '../collect/snapshot.ts';
import { known, unknown, type Fact } from './fact.ts';

export interface NotebookFacts {
  /** The notebook's own Python; unknown outside a notebook and while it is busy. */
  readonly state: Fact<NotebookState>;
}

export const readNotebook = (snapshot: Snapshot): NotebookFacts => ({
  state:
    snapshot.notebook === undefined
      ? unknown('there is no notebook, or its Python is busy')
      : known(snapshot.notebook, "this notebook's Python"),
});
