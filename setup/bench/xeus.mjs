import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { practiceFolder, pythonOf } from '../clone.mjs';
import { run } from '../run.mjs';

const version = '0.19.0';
const folder = join(
  process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'),
  'tf-gpu-doctor',
  `bench-xeus-python-${version}`,
);

/**
 * The Python of an environment with xeus-python, which is made in the cache folder the first time.
 * @returns {Promise<{ python?: string, why?: string }>} why there is none
 */
export async function xeusPython() {
  const python = pythonOf(folder);
  if (existsSync(join(folder, 'share/jupyter/kernels/xpython'))) return { python };
  const made = await run(pythonOf(practiceFolder), ['-m', 'venv', '--clear', folder], {
    minutes: 2,
  });
  const installed =
    made.ok &&
    (await run(python, ['-m', 'pip', 'install', '--quiet', `xeus-python==${version}`], {
      minutes: 5,
    }));
  if (installed && installed.ok) return { python };
  return { why: `xeus-python ${version} could not be installed from PyPI here` };
}

/** @param {string} python */
export const xeusArgv = (python) => [python, '-m', 'xpython_launcher', '-f', '{connection_file}'];
