import { readFileSync, realpathSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { replaceFile } from '../snapshot/write-file.ts';

/** A notebook's file, written again and again while the notebook is run. */
export interface SavedNotebook {
  /** Where it is saved now; another name than asked for when somebody else has changed the file meanwhile. */
  readonly file: () => string;
  readonly diverted: () => boolean;
  /**
   * Replaces the file in one step: a crash leaves the old one or the new one.
   * @throws FileError when it cannot be written, UsageError when its folder is gone
   */
  save(text: string): void;
}

/**
 * @param file absolute path
 * @param known what the file is known to hold; a file with other content is never replaced
 */
export function saveNotebookIn(file: string, known: string | undefined): SavedNotebook {
  let place = real(file);
  let last = known;
  let diverted = false;
  return {
    file: () => place,
    diverted: () => diverted,
    save(text) {
      if (contentOf(place) !== last) {
        diverted = true;
        place = beside(place);
      }
      replaceFile(place, text);
      last = text;
    },
  };
}

/** Through links, which stay what they are. */
function real(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return file;
  }
}

function contentOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** `train.ipynb` → `train-run-1764000000000.ipynb` */
function beside(file: string): string {
  const ending = extname(file);
  return join(dirname(file), `${basename(file, ending)}-run-${String(Date.now())}${ending}`);
}
