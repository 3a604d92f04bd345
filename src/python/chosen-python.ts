import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as v from 'valibot';
import { UsageError } from '../errors.ts';
import type { Environment } from '../process/environment.ts';

const choice = v.object({ python: v.string() });

/** The Python that the user chose with `gpu-python use` or `kernel install --python`; undefined when there is none. */
export function readChosenPython(environment: Environment): string | undefined {
  const file = choiceFile(environment);
  if (file === undefined) return undefined;
  try {
    return v.parse(choice, JSON.parse(readFileSync(file, 'utf8'))).python;
  } catch {
    // Never chosen, or a file that is none of ours: then nothing was chosen.
    return undefined;
  }
}

/**
 * Remembers the user's choice for the next runs; `undefined` forgets it.
 *
 * @throws UsageError when the user's configuration folder is not known or cannot be written
 */
export function storeChosenPython(environment: Environment, python: string | undefined): void {
  const file = choiceFile(environment);
  if (file === undefined) throw new UsageError('The home folder is not known: HOME is not set.');
  try {
    if (python === undefined) {
      rmSync(file, { force: true });
      return;
    }
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${JSON.stringify({ python }, null, 2)}\n`);
  } catch (cause) {
    throw new UsageError(`The choice could not be kept in ${file}.`, { cause });
  }
}

/**
 * The file that holds the choice. Follows the XDG rules where they apply; undefined when the environment names no home.
 */
export function choiceFile(environment: Environment): string | undefined {
  const home = environment['HOME'] ?? environment['USERPROFILE'];
  const folder =
    environment['XDG_CONFIG_HOME'] ??
    environment['APPDATA'] ??
    (home === undefined ? undefined : join(home, '.config'));
  return folder === undefined ? undefined : join(folder, 'tf-gpu-doctor', 'python.json');
}
