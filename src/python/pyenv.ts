import {
  closeSync,
  existsSync,
  fstatSync,
  openSync,
  readSync,
  realpathSync,
  constants,
} from 'node:fs';
import { dirname, join, sep } from 'node:path';
import type { Environment } from '../process/environment.ts';

/**
 * The interpreter behind one of pyenv's shims, by pyenv's own rule: `PYENV_VERSION`, the nearest `.python-version`,
 * the global `version` file. A shim is a shell script that takes five times as long to give the same answer.
 *
 * The same path for any other file, or when the rule does not lead to a file below pyenv's `versions`: any folder may
 * bring a `.python-version` along, so what it says must not choose a program elsewhere (CVE-2022-35861).
 */
export function behindShim(python: string, environment: Environment, cwd: string): string {
  const shims = dirname(python);
  const pyenv = environment['PYENV_ROOT'] ?? dirname(shims);
  if (shims !== join(pyenv, 'shims')) return python;
  const named = environment['PYENV_VERSION'] ?? nearest(cwd) ?? read(join(pyenv, 'version'));
  const versions = join(pyenv, 'versions');
  for (const version of (named ?? '').split(/[\s:]+/)) {
    const real = interpreterOf(versions, version);
    if (real !== undefined) return real;
  }
  return python;
}

/** `3.11.7`, `miniforge3-24.3.0`, `3.11.7/envs/work`. */
const versionName = /^[A-Za-z0-9][\w.+-]*(?:\/envs\/[A-Za-z0-9][\w.+-]*)?$/;

function interpreterOf(versions: string, version: string): string | undefined {
  if (!versionName.test(version) || version.includes('..')) return undefined;
  const folder = join(versions, version);
  const python = join(folder, 'bin/python');
  try {
    // The folder counts, not the interpreter: that of a virtual environment is a link to any Python.
    if (!realpathSync(folder).startsWith(realpathSync(versions) + sep)) return undefined;
  } catch {
    return undefined;
  }
  return existsSync(python) ? python : undefined;
}

function nearest(folder: string): string | undefined {
  const parent = dirname(folder);
  return read(join(folder, '.python-version')) ?? (parent === folder ? undefined : nearest(parent));
}

const mostBytes = 4096;
// Windows has neither the flag nor such pipes.
const nonBlocking = constants.O_NONBLOCK ?? 0;

/** The beginning of a small text file; undefined for a pipe, a device or a file that is not there. */
function read(file: string): string | undefined {
  let handle: number | undefined;
  try {
    // Without waiting, because opening a pipe would wait for its writer.
    handle = openSync(file, constants.O_RDONLY | nonBlocking);
    if (!fstatSync(handle).isFile()) return undefined;
    const bytes = Buffer.alloc(mostBytes);
    return bytes.subarray(0, readSync(handle, bytes)).toString('utf8');
  } catch {
    return undefined;
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}
