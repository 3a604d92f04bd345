import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { installKernel } from '../../src/jupyter/kernelspec.ts';
import { practicePython } from './lab-server.ts';

/** Our kernel, installed where only one test sees it. */
export interface InstalledKernel {
  /** Runs a Python file of this folder in the practice environment; gives what it printed. */
  readonly run: (file: string, ...args: string[]) => Promise<string>;
  readonly remove: () => Promise<void>;
}

/** @param ordinary ordinary Python kernels to be installed beside it: the Python of each by its name */
export async function installForTest(
  ordinary: Readonly<Record<string, string>> = {},
): Promise<InstalledKernel> {
  const home = await mkdtemp(join(tmpdir(), 'tf-gpu-doctor-kernel-'));
  const environment = {
    ...process.env,
    JUPYTER_DATA_DIR: join(home, 'data'),
    JUPYTER_RUNTIME_DIR: join(home, 'runtime'),
    JUPYTER_CONFIG_DIR: join(home, 'config'),
    IPYTHONDIR: join(home, 'ipython'),
    // A kernel that a set-up has put into the practice environment is not the one to be tested.
    JUPYTER_PREFER_ENV_PATH: '0',
  };
  const world = { environment, platform: process.platform, node: process.execPath, prefixes: [] };
  await installKernel({ kind: 'user' }, world, practicePython);
  for (const [name, python] of Object.entries(ordinary)) {
    const spec = join(home, 'data', 'kernels', name);
    await mkdir(spec, { recursive: true });
    const argv = [python, '-m', 'ipykernel_launcher', '-f', '{connection_file}'];
    await writeFile(
      join(spec, 'kernel.json'),
      JSON.stringify({ argv, display_name: name, language: 'python' }),
    );
  }
  return {
    run: async (file, ...args) => {
      const script = join(import.meta.dirname, file);
      const options = { env: environment, cwd: home, timeout: 170_000, maxBuffer: 2 ** 26 };
      const { stdout } = await promisify(execFile)(practicePython, [script, ...args], options);
      return stdout;
    },
    remove: () => rm(home, { recursive: true, force: true, maxRetries: 5 }),
  };
}
