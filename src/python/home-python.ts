import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Environment } from '../process/environment.ts';

/** The Python that pip installed this program into. */
export interface HomePython {
  readonly python: string;
  /** Whether it can import TensorFlow. */
  readonly hasTensorFlow: boolean;
  /**
   * Whether pipx, `uv tool` or `uvx` made the environment for this program alone. It may stand first on PATH, and is
   * still not the user's Python.
   */
  readonly tool: boolean;
}

/** Set by the package's launcher, `python/tf_gpu_doctor/launch.py`. */
const variables = {
  python: 'TF_GPU_DOCTOR_HOME_PYTHON',
  tensorflow: 'TF_GPU_DOCTOR_HOME_TENSORFLOW',
} as const;

/** What the launcher said of its Python; undefined when this program was not installed by pip. */
export function homePython(environment: Environment): HomePython | undefined {
  const python = environment[variables.python];
  if (!python || !existsSync(python)) return undefined;
  const hasTensorFlow = environment[variables.tensorflow] === 'yes';
  return { python, hasTensorFlow, tool: isToolEnvironment(homePrefix(python)) };
}

/** The folder of the environment that an interpreter belongs to. */
export function homePrefix(python: string): string {
  const folder = dirname(python);
  return process.platform === 'win32' && !/[\\/]Scripts$/i.test(folder) ? folder : dirname(folder);
}

/** The environment without what the launcher said: for the programs of a notebook, which may start another of us. */
export function withoutHome(environment: Environment): Environment {
  const { [variables.python]: _python, [variables.tensorflow]: _tensorflow, ...rest } = environment;
  return rest;
}

/**
 * pipx and `uv tool install` leave a file in the environments they make; uvx makes its own within uv's cache, in a
 * folder with the version of its layout. A `CACHEDIR.TAG` says nothing: `uv venv` writes it into every environment.
 */
function isToolEnvironment(prefix: string): boolean {
  if (/^(?:archive|builds|environments)-v\d+$/.test(basename(dirname(prefix)))) return true;
  return ['pipx_metadata.json', 'uv-receipt.toml'].some((name) => existsSync(join(prefix, name)));
}
