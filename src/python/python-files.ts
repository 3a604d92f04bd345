import { existsSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import type { Environment } from '../process/environment.ts';

const windows = process.platform === 'win32';

/** Where the interpreter of a venv or conda folder lies; undefined when it has none or a dangling link. */
export function pythonIn(folder: string): string | undefined {
  const places = windows ? ['Scripts/python.exe', 'python.exe'] : ['bin/python', 'bin/python3'];
  return places.map((place) => join(folder, place)).find((path) => existsSync(path));
}

/** Where the interpreter of a venv lies, or will lie when it is made. */
export const pythonOfVenv = (folder: string): string =>
  windows ? join(folder, 'Scripts', 'python.exe') : join(folder, 'bin', 'python');

/** The Windows Store's alias: running it opens the Store instead of a Python, so it is passed over. */
function isStoreAlias(path: string): boolean {
  return /[\\/]Microsoft[\\/]WindowsApps[\\/]/i.test(path);
}

/**
 * The interpreter that the word `python`, else `python3`, means in the first folder of PATH that has either.
 * @param without a folder that is passed over
 */
export function firstPythonOnPath(environment: Environment, without?: string): string | undefined {
  const names = windows ? ['python.exe', 'python3.exe'] : ['python', 'python3'];
  return onPath(names, environment, without);
}

/** The file that a bare command name means, by PATH. */
export function commandOnPath(name: string, environment: Environment): string | undefined {
  return onPath(windows ? [name, `${name}.exe`] : [name], environment);
}

function onPath(
  names: readonly string[],
  environment: Environment,
  without?: string,
): string | undefined {
  const path = environment['PATH'] ?? environment['Path'] ?? '';
  for (const folder of path.split(delimiter)) {
    if (folder === '' || (without !== undefined && resolve(folder) === without)) continue;
    for (const name of names) {
      const file = join(folder, name);
      if (!isStoreAlias(file) && existsSync(file)) return file;
    }
  }
  return undefined;
}
