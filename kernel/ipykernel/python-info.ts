import { readdirSync, readFileSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import * as v from 'valibot';

/** What a Python has to offer to a notebook, found out without starting ipykernel. */
export interface PythonOffer {
  /** `3.11.7`; empty when it could not be found out. */
  readonly pythonVersion: string;
  readonly ipykernelVersion: string | undefined;
  readonly debugpy: boolean;
}

/**
 * Reads it from files, in about a millisecond: `pyvenv.cfg`, conda's record, or the header that every installation has,
 * and the names of what is installed. Asks the Python itself (some 40 ms) where they do not tell.
 */
export async function readPythonOffer(
  python: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<PythonOffer> {
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

const question = `
import json, os, platform, sys
found = {}
for folder in sys.path:
    for name in os.listdir(folder) if os.path.isdir(folder) else []:
        for package in ("ipykernel", "debugpy"):
            if name.startswith(package + "-") and name.endswith(".dist-info"):
                found.setdefault(package, name[len(package) + 1 : -len(".dist-info")])
print(json.dumps({"version": platform.python_version(), "found": found}))
`;

const answerSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    version: v.string(),
    found: v.object({ ipykernel: v.optional(v.string()), debugpy: v.optional(v.string()) }),
  }),
);

/** How long a Python may take to answer, in ms. */
const patienceMs = 10_000;

async function askPython(
  python: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<PythonOffer> {
  const { runProcess } = await import('../../src/process/process.ts');
  const { stdout } = await runProcess({
    file: python,
    args: ['-c', question],
    environment,
    timeoutMs: patienceMs,
  });
  const answer = v.safeParse(answerSchema, stdout);
  if (!answer.success) return { pythonVersion: '', ipykernelVersion: undefined, debugpy: false };
  const { version, found } = answer.output;
  return {
    pythonVersion: version,
    ipykernelVersion: found.ipykernel,
    debugpy: found.debugpy !== undefined,
  };
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
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
