// `npm run tables`: compares the tables of content/compat/ with what the package index serves that pip is configured
// for, and lists what is new. It changes nothing: a row needs its source and a person who looked.
// Exit code 0: nothing is new; 1: something is; 2: the index could not be asked.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { practiceFolder, pythonOf, root } from './clone.mjs';
import { run } from './run.mjs';
import { readJson } from './stamp.mjs';
import { byNumber, minorOf, newReleases, newRequirements, wheelsIn } from './tables-compare.mjs';

/** So many of the newest releases are asked for what they require; older ones do not change. */
const releasesAsked = 3;

const python = existsSync(pythonOf(practiceFolder)) ? pythonOf(practiceFolder) : 'python3';
const patience = ['--disable-pip-version-check', '--retries', '1', '--timeout', '20'];

class Unreachable extends Error {}

async function compare() {
  const [releases, required, cudnn, cuda] = ['tensorflow', 'and-cuda', 'cudnn', 'cuda'].map(
    (name) => readJson(join(root, 'content/compat', `${name}.json`)).rows,
  );
  const wheels = wheelsIn(await index('tensorflow', ['-vvv']));
  const newest = [...new Set(wheels.map((one) => one.version))].toSorted(byNumber);
  const found = newReleases(releases, wheels);
  for (const version of newest.slice(-releasesAsked)) {
    const listed = required.find((row) => row.tensorflow === version)?.packages;
    const difference = newRequirements(version, listed, await requirementsOf(version));
    if (difference !== undefined) found.push(difference);
  }
  const cudnnNow = versionsIn(await index('nvidia-cudnn-cu12'))[0] ?? '';
  if (!cudnn.some((row) => row.major === Number(cudnnNow.split('.')[0]))) {
    found.push(`cuDNN ${cudnnNow} is served; cudnn.json has no row for its major version.`);
  }
  const cudaNow = minorOf(versionsIn(await index('nvidia-cuda-runtime'))[0] ?? '');
  if (!cuda.some((row) => row.cuda === cudaNow)) {
    found.push(`CUDA ${cudaNow} is served; cuda.json has no row for it.`);
  }
  return found;
}

/** What `pip index versions` prints of a package: the versions, and with -vvv the name of every file. */
async function index(name, more = []) {
  const lines = [];
  const { ok, how } = await run(
    python,
    ['-m', 'pip', 'index', 'versions', name, ...more, ...patience],
    {
      minutes: 3,
      onLine: (line) => lines.push(line),
    },
  );
  if (!ok) throw unreachable(name, how, lines);
  return lines.join('\n');
}

/** @param {string} text */
const versionsIn = (text) =>
  /Available versions: (.+)/u
    .exec(text)?.[1]
    ?.split(',')
    .map((one) => one.trim()) ?? [];

/** Requires-Dist of a release, from its metadata alone: nothing is installed. */
async function requirementsOf(version) {
  const report = ['--dry-run', '--no-deps', '--ignore-installed', '--quiet', '--report', '-'];
  const lines = [];
  const { ok, how } = await run(
    python,
    ['-m', 'pip', 'install', ...report, ...patience, `tensorflow==${version}`],
    { minutes: 5, onLine: (line) => lines.push(line) },
  );
  if (!ok) throw unreachable(`tensorflow ${version}`, how, lines);
  const text = lines.join('\n');
  const [installed] = JSON.parse(text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1)).install;
  return installed.metadata.requires_dist ?? [];
}

function unreachable(what, how, lines) {
  // pip ends with a sentence about the package, which says less than the one about the connection before it.
  const said = lines.filter((line) => line.trim() !== '');
  const last =
    said.findLast((line) =>
      /retrying|connection|certificate|timed out|proxy|resolve/iu.test(line),
    ) ??
    said.at(-1) ??
    '';
  return new Unreachable(
    `pip could not ask its package index for ${what} (${how}): ${last.trim().slice(0, 200)}`,
  );
}

try {
  const found = await compare();
  console.log(
    found.length === 0 ? 'The tables say what the package index serves.' : found.join('\n'),
  );
  if (found.length > 0) process.exitCode = 1;
} catch (error) {
  if (!(error instanceof Unreachable)) throw error;
  console.error(
    `${error.message}\nNothing was compared. Check the network and pip's settings (\`pip config list\`).`,
  );
  process.exitCode = 2;
}
