import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../src/root.ts';

const practice = join(root, '.venv/bin/python');

/** A Python for tests that need any: the practice environment's, else the first one on PATH. */
export const python: string = existsSync(practice) ? practice : 'python3';

/** The interpreter behind it, outside any environment, and its version. */
export const basePython: { readonly path: string; readonly version: string } = (() => {
  const program =
    'import os, sys; print(os.path.realpath(sys.executable)); print(sys.version.split()[0])';
  const [path = '', version = ''] = execFileSync(python, ['-c', program], {
    encoding: 'utf8',
  }).split('\n');
  return { path, version };
})();

/** pyenv's interpreter of a version (`3.8`), where there is one. */
export function pyenvPython(version: string): string | undefined {
  const versions = join(process.env['PYENV_ROOT'] ?? join(homedir(), '.pyenv'), 'versions');
  if (!existsSync(versions)) return undefined;
  const found = readdirSync(versions).find((name) => name.startsWith(`${version}.`));
  return found === undefined ? undefined : join(versions, found, 'bin/python');
}
