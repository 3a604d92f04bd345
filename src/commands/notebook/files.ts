import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { UsageError } from '../../errors.ts';
import { readNotebook, type Notebook } from '../../jupyter/notebook-format.ts';
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
 * @throws UsageError when it cannot be read or is no notebook, or `output` is something else than a notebook
 */
export function openFiles(cwd: string, name: string, output: string | undefined): Files {
  const file = resolve(cwd, name);
  const content = read(file, name);
  const notebook = readNotebook(content, name);
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
  const old = existsSync(place) ? read(place, output) : undefined;
  if (old !== undefined) checkNotebook(old, output);
  return { file, notebook, saved: saveNotebookIn(place, old) };
}

function read(file: string, name: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    const because = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(`${name} cannot be read: ${because}.`, { cause });
  }
}

function checkNotebook(content: string, name: string): void {
  try {
    readNotebook(content, name);
  } catch (cause) {
    throw new UsageError(
      `${name} is there already and is no notebook, so it is left alone. Name another file.`,
      { cause },
    );
  }
}
