import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Environment } from '../process/environment.ts';

/**
 * The interpreter behind one of pyenv's shims, by pyenv's own rule: `PYENV_VERSION`, the nearest `.python-version`,
 * the global `version` file. A shim is a shell script that takes five times as long to tell.
 *
 * The same path for what is no shim, or when the rule does not lead to a file.
 */
export function behindShim(python: string, environment: Environment, cwd: string): string {
  const shims = dirname(python);
  const pyenv = environment['PYENV_ROOT'] ?? dirname(shims);
  if (shims !== join(pyenv, 'shims')) return python;
  const named = environment['PYENV_VERSION'] ?? nearest(cwd) ?? read(join(pyenv, 'version'));
  for (const version of (named ?? '').split(/[\s:]+/).filter(Boolean)) {
    const real = join(pyenv, 'versions', version, 'bin/python');
    if (existsSync(real)) return real;
  }
  return python;
}

function nearest(folder: string): string | undefined {
  const parent = dirname(folder);
  return read(join(folder, '.python-version')) ?? (parent === folder ? undefined : nearest(parent));
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
