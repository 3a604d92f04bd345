import { throttle } from '../../command-model/throttle.ts';
import { savedNotebookText, type Notebook } from '../../jupyter/notebook-format.ts';
import type { SavedNotebook } from '../../jupyter/saved-notebook.ts';
import type { Secret } from '../../jupyter/secret.ts';

/** Outputs of a long cell are saved at most this often, in ms. */
const saveEvery = 3000;

/** Saves a notebook while it is run. */
export interface Saving {
  /** @throws UsageError or FileError when the file cannot be written */
  now(): void;
  /** Soon; a failure is left to the next `now`, which says it. */
  soon(): void;
  stop(): void;
}

/** @param secret taken out of the outputs, should a cell have printed it; sources stay as they were written */
export function savingOf(notebook: Notebook, saved: SavedNotebook, secret: Secret): Saving {
  const save = (): void => {
    const cells = notebook.cells.map((cell) =>
      cell.outputs === undefined ? cell : { ...cell, outputs: secret.value(cell.outputs) },
    );
    saved.save(savedNotebookText({ ...notebook, cells }));
  };
  const later = throttle(() => {
    try {
      save();
    } catch {
      // The end of the cell tries again.
    }
  }, saveEvery);
  return {
    now() {
      later.stop();
      save();
    },
    soon: () => later.take(undefined),
    stop: later.stop,
  };
}
