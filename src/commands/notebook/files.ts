import { accessSync, constants, existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { UsageError } from '../../errors.ts';
import {
  cellsChecksum,
  isUnchangedNotebook,
  withChecksum,
} from '../../command-model/own-notebook.ts';
import { readTextFile } from '../../snapshot/read-file.ts';
import { parseNotebook, type Notebook } from '../../jupyter/notebook-format.ts';
import { saveNotebookIn, type SavedNotebook } from '../../jupyter/saved-notebook.ts';

/** What is run, and where the result goes. */
export interface Files {
  /** Absolute path of the notebook. */
  readonly file: string;
  readonly notebook: Notebook;
  readonly saved: SavedNotebook;
}

/**
 * Reads the notebook and makes sure that its result can be saved before anything is run.
 * @throws UsageError when it cannot be read or is not a notebook, or `output` holds anything but a result
 */
export function openFiles(cwd: string, name: string, output: string | undefined): Files {
  const file = resolve(cwd, name);
  const content = readTextFile(file, name, mostBytes);
  const notebook = parseNotebook(content, name);
  const place = resolve(cwd, output ?? name);
  try {
    accessSync(dirname(place), constants.W_OK);
  } catch (cause) {
    throw new UsageError(
      `Nothing can be written in ${dirname(place)}. Save elsewhere with \`--output FILE\`.`,
      { cause },
    );
  }
  if (output === undefined) return { file, notebook, saved: saveNotebookIn(place, content) };
  const old = existsSync(place) ? readTextFile(place, output, mostBytes) : undefined;
  if (old !== undefined) refuseForeign(old, output, notebook);
  return { file, notebook: withChecksum(notebook), saved: saveNotebookIn(place, old) };
}

/** With its outputs a notebook can be large, but not like this. */
const mostBytes = 256_000_000;

/** A result has no word in it that a person wrote: it is an unchanged one of ours, or has the cells of what is run. */
function refuseForeign(content: string, name: string, notebook: Notebook): void {
  if (isUnchangedNotebook(content)) return;
  try {
    if (cellsChecksum(parseNotebook(content, name).cells) === cellsChecksum(notebook.cells)) return;
  } catch {
    // Not a notebook at all.
  }
  throw new UsageError(
    `${name} is there already and is not a result of this notebook, so it is left alone. Name another file.`,
  );
}
