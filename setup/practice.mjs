import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { practiceFolder, pythonOf, root } from './clone.mjs';
import { explainFailure, SetupFailure } from './failure.mjs';
import { askPython, faultOf, findPython } from './python.mjs';
import { run } from './run.mjs';
import { contentHash, readJson, writeJson } from './stamp.mjs';

/**
 * What is known of .venv: its `state` is `complete`, with the hash of each list of packages, or `installing` when it
 * was cut off; `made` when it is our work and not one that somebody put there.
 */
const stamp = join(practiceFolder, 'tf-gpu-doctor.json');
const python = pythonOf(practiceFolder);
const neededGb = 4;

/**
 * Makes .venv with the packages of these lists, or completes it.
 * @param {readonly string[]} lists names of lock files in this folder: versions, and the hashes that files must have
 * @param {(detail: string) => void} tell
 */
export async function preparePractice(lists, tell) {
  // Somebody who names a Python is told when it cannot be used, whether it is needed now or not.
  const named = process.env.PYTHON ? await findPython() : undefined;
  const wanted = Object.fromEntries(
    lists.map((list) => [list, contentHash([join(root, 'setup', list)])]),
  );
  const found = readJson(stamp);
  const answer = existsSync(python) ? await askPython({ file: python, args: [] }) : undefined;
  const complete = found?.state === 'complete' && answer !== undefined;
  if (complete && lists.every((list) => found.lists[list] === wanted[list])) {
    return named === undefined || named.version[1] === answer.version[1]
      ? 'ready'
      : `ready, with Python ${answer.version.join('.')}; to have it made from PYTHON, remove ${practiceFolder}`;
  }

  let made = found?.made === true;
  // Half-installed packages look installed to pip, so what was cut off is made again. Downloads are in pip's cache.
  if (made && !complete) rmSync(practiceFolder, { recursive: true, force: true });
  if (answer !== undefined && (complete || !made)) {
    refuseUnfit(answer);
  } else {
    await makeEnvironment(tell);
    made = true;
  }
  writeJson(stamp, { state: 'installing', made });
  await install(lists, tell);
  const done = complete ? found.lists : {};
  writeJson(stamp, { state: 'complete', made, lists: { ...done, ...wanted } });
  return 'installed';
}

async function makeEnvironment(tell) {
  if (existsSync(practiceFolder) && readdirSync(practiceFolder).length > 0) {
    throw new SetupFailure(
      `The folder ${practiceFolder} has no working Python in it and was not made by npm start. Remove it, then run the same command again.`,
    );
  }
  const { executable } = await findPython();
  refuseFullDisk();
  tell(`from ${executable}`);
  writeJson(stamp, { state: 'installing', made: true });
  const { ok, output, how } = await run(
    executable,
    ['-I', '-m', 'venv', '--prompt', 'tf-gpu-doctor', practiceFolder],
    { minutes: 5 },
  );
  if (!ok) throw explainFailure({ doing: `Making ${practiceFolder} (${how})`, output });
}

// -I: PYTHONPATH and packages in the user's home, which clusters like to set, stay outside.
const pipInstall = ['-I', '-m', 'pip', 'install', '--no-input', '--progress-bar', 'off'];

async function install(lists, tell) {
  // On clusters /tmp is often small; the disk that takes the packages must have the room anyway.
  const temporary = join(practiceFolder, 'tmp');
  mkdirSync(temporary, { recursive: true });
  const files = lists.flatMap((list) => ['-r', join(root, 'setup', list)]);
  const { ok, output, how } = await run(
    python,
    // A source package would run code that has no hash.
    [...pipInstall, '--require-hashes', '--only-binary=:all:', ...files],
    { minutes: 60, env: pipEnvironment(temporary), onLine: progressOf(lists, tell) },
  );
  rmSync(temporary, { recursive: true, force: true });
  if (!ok) {
    throw explainFailure({
      doing: `Installing the Python packages (${how})`,
      server: 'PyPI',
      output,
    });
  }
}

function pipEnvironment(temporary) {
  const env = {
    ...process.env,
    TMPDIR: temporary,
    TEMP: temporary,
    TMP: temporary,
    PIP_DISABLE_PIP_VERSION_CHECK: '1',
  };
  // These would send the packages elsewhere.
  for (const name of ['PIP_USER', 'PIP_TARGET', 'PIP_PREFIX', 'PIP_ROOT']) delete env[name];
  return env;
}

/**
 * Tells how far pip is: the package that it fetches, by its number among all, then the unpacking, which takes as long.
 * @returns {(line: string) => void}
 */
function progressOf(lists, tell) {
  const all = new Set(lists.flatMap(lockedNames)).size;
  let fetched = 0;
  return (line) => {
    const wheel =
      /^\s*(?:Downloading|Using cached) (?<name>[^\s-]+)-\S+\.whl\S*(?: \((?<size>[^)]+)\))?/u.exec(
        line,
      );
    if (wheel?.groups !== undefined) {
      fetched += 1;
      const { name, size } = wheel.groups;
      tell(`package ${fetched} of about ${all}: ${name}${size === undefined ? '' : ` (${size})`}`);
    } else if (line.startsWith('Installing collected packages')) {
      tell('unpacking all packages, which takes a minute or two');
    }
  };
}

/** The packages of a lock file. @param {string} list @returns {string[]} */
function lockedNames(list) {
  const text = readFileSync(join(root, 'setup', list), 'utf8');
  return [...text.matchAll(/^(?<name>[a-z0-9._-]+)==/gmu)].map(({ groups }) => groups?.name ?? '');
}

function refuseUnfit(answer) {
  const fault = faultOf({ ...answer, venv: true });
  if (fault === undefined) return;
  throw new SetupFailure(
    `${python} ${fault}, and TensorFlow needs 64-bit Python 3.10 to 3.13. Remove the folder ${practiceFolder}, then run the same command again.`,
  );
}

function refuseFullDisk() {
  const { bavail, bsize } = statfsSync(root);
  const freeGb = (bavail * bsize) / 1e9;
  if (freeGb >= neededGb) return;
  throw new SetupFailure(
    `There is not enough room on the disk: JupyterLab and TensorFlow need ${neededGb} GB in ${root}, and ${freeGb.toFixed(1)} GB are free. Make room, then run the same command again.`,
  );
}
