import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join } from 'node:path';
import * as v from 'valibot';

import { root } from '../../src/root.ts';

/** What a kernel_info_reply needs to know about a Python, found out without starting ipykernel. */
export interface PythonInfo {
  /** `3.11.7`; empty when it could not be found out. */
  readonly pythonVersion: string;
  readonly ipykernelVersion: string | undefined;
  readonly debugpy: boolean;
}

/**
 * Reads it from files, in about a millisecond: `pyvenv.cfg`, conda's record, or the header that every installation has,
 * and the names of what is installed. Asks the Python itself (some 40 ms) where the files do not show it.
 */
export async function readPythonInfo(
  named: { readonly path: string } | { readonly unusable: string },
  environment: Readonly<Record<string, string | undefined>>,
): Promise<PythonInfo> {
  if ('unusable' in named) return unknown;
  const { path: python } = named;
  if (!isAbsolute(python)) return askPython(python, environment);
  const prefix = dirname(dirname(python));
  const version = versionFromFiles(python, prefix);
  const packages = packagesIn(prefix, version);
  const ipykernelVersion = versionOf('ipykernel', packages);
  if (version !== undefined && ipykernelVersion !== undefined) {
    const debugpy = versionOf('debugpy', packages) !== undefined;
    return { pythonVersion: version, ipykernelVersion, debugpy };
  }
  return askPython(python, environment);
}

function versionFromFiles(python: string, prefix: string): string | undefined {
  const venv = /^version(?:_info)?\s*=\s*(?<version>\d+\.\d+\.\d+)/mu;
  const fromVenv = venv.exec(read(join(prefix, 'pyvenv.cfg')))?.groups?.['version'];
  if (fromVenv !== undefined) return fromVenv;
  const conda = list(join(prefix, 'conda-meta')).find((name) =>
    /^python-\d+\.\d+\.\d+-/u.test(name),
  );
  if (conda !== undefined) return conda.split('-')[1];
  return versionFromHeader(python);
}

function versionFromHeader(python: string): string | undefined {
  let real: string;
  try {
    real = realpathSync(python);
  } catch {
    return undefined;
  }
  const header = join(dirname(dirname(real)), 'include', basename(real), 'patchlevel.h');
  return /^#define PY_VERSION\s+"(?<version>[^"]+)"/mu.exec(read(header))?.groups?.['version'];
}

function packagesIn(prefix: string, version: string | undefined): string[] {
  const short = version?.split('.').slice(0, 2).join('.');
  return [join(prefix, 'lib', `python${short}`, 'site-packages'), join(prefix, 'Lib/site-packages')]
    .flatMap(list)
    .filter((name) => name.endsWith('.dist-info'));
}

function versionOf(name: string, packages: readonly string[]): string | undefined {
  return packages
    .find((one) => one.startsWith(`${name}-`))
    ?.slice(name.length + 1, -'.dist-info'.length);
}

const answerSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    version: v.string(),
    found: v.object({ ipykernel: v.optional(v.string()), debugpy: v.optional(v.string()) }),
  }),
);

const unknown: PythonInfo = { pythonVersion: '', ipykernelVersion: undefined, debugpy: false };

/** How long a Python may take to answer, in ms. */
const patienceMs = 10_000;

async function askPython(
  python: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<PythonInfo> {
  // Imported here because most Pythons need not be asked.
  const { runPython } = await import('../../src/process/process.ts');
  const folder = join(root, 'kernel/ipykernel');
  // Not in the notebook's folder: a file `json.py` there would be imported.
  const { stdout } = await runPython({
    python,
    script: join(folder, 'python_info.py'),
    environment,
    cwd: folder,
    timeoutMs: patienceMs,
  });
  const answer = v.safeParse(answerSchema, stdout);
  if (!answer.success) return unknown;
  const { version, found } = answer.output;
  return {
    pythonVersion: version,
    ipykernelVersion: found.ipykernel,
    debugpy: found.debugpy !== undefined,
  };
}

/** The files that are read here have a few lines. A larger one, a device or a pipe is not read. */
const longestFile = 65_536;

function read(file: string): string {
  try {
    const status = statSync(file);
    return status.isFile() && status.size <= longestFile ? readFileSync(file, 'utf8') : '';
  } catch {
    return '';
  }
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
