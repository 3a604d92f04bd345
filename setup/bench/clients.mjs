import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { practiceFolder, pythonOf, root } from '../clone.mjs';
import { run } from '../run.mjs';
import { ratio } from './figures.mjs';
import { xeusArgv, xeusPython } from './xeus.mjs';

const python = pythonOf(practiceFolder);

/**
 * The kernels as people have them: installed kernelspecs, started by jupyter_client in an active environment. Our
 * kernel finds its Python by itself.
 * @param {number} rounds
 */
export async function benchClients(rounds) {
  const folder = mkdtempSync(join(tmpdir(), 'bench-clients-'));
  try {
    return await measure(folder, rounds);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** @param {string} folder @param {number} rounds */
async function measure(folder, rounds) {
  const env = {
    ...process.env,
    JUPYTER_DATA_DIR: join(folder, 'data'),
    JUPYTER_RUNTIME_DIR: join(folder, 'runtime'),
    JUPYTER_CONFIG_DIR: join(folder, 'config'),
    IPYTHONDIR: join(folder, 'ipython'),
    // Otherwise jupyter_client prefers a kernelspec that somebody put into the environment.
    JUPYTER_PREFER_ENV_PATH: '0',
    VIRTUAL_ENV: practiceFolder,
    PATH: `${dirname(python)}${delimiter}${process.env.PATH}`,
  };
  await call(process.execPath, [join(root, 'dist/src/cli/main.js'), 'kernel', 'install'], env);
  /** @type {Record<string, string>} */
  const kernels = { ours: 'tf-gpu-doctor', ipykernel: 'python3' };
  const xeus = await xeusPython();
  if (xeus.python !== undefined) {
    writeSpec(join(folder, 'data/kernels/bench-xeus'), xeusArgv(xeus.python));
    kernels['xeus'] = 'bench-xeus';
  }
  /** @type {Record<string, Record<string, number>[]>} */
  const seen = { ours: [], ipykernel: [], xeus: [] };
  const request = JSON.stringify({ rounds, kernels });
  await call(python, [join(root, 'setup/bench/clients.py'), request], env, (line) => {
    if (!line.startsWith('{')) return;
    for (const [name, figures] of Object.entries(JSON.parse(line))) seen[name].push(figures);
  });
  const against = (what, name, bound) =>
    ratio(what, {
      ours: seen['ours'].map((figures) => figures[name]),
      reference: seen['ipykernel'].map((figures) => figures[name]),
      xeus: seen['xeus'].map((figures) => figures[name]),
      bound,
    });
  return [
    against('jupyter_client: kernel is ready', 'ready', 0.7),
    against('jupyter_client: first Python cell', 'first', 0.8),
    against('jupyter_client: restart to first cell', 'restart', 0.7),
  ];
}

/** @param {string} folder @param {string[]} argv */
function writeSpec(folder, argv) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, 'kernel.json'),
    JSON.stringify({ argv, display_name: 'xeus-python', language: 'python' }),
  );
}

/** @param {string} file @param {string[]} args @param {NodeJS.ProcessEnv} env @param {(line: string) => void} [onLine] */
async function call(file, args, env, onLine = () => undefined) {
  const { ok, how, output } = await run(file, args, { minutes: 8, env, cwd: tmpdir(), onLine });
  if (!ok) throw new Error(`${args.slice(0, 2).join(' ')} failed (${how}):\n${output}`);
}
