import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { command } from './clone.mjs';
import { SetupFailure } from './failure.mjs';
import { run } from './run.mjs';

/** The Pythons for which there is a TensorFlow wheel, the preferred one first. */
const minors = [13, 12, 11, 10];

// Python 2 answers this, too, so that it can be named when it is the only one.
const question = `
import json, struct, sys
def has(name):
    try:
        __import__(name)
        return True
    except ImportError:
        return False
print(json.dumps({"version": list(sys.version_info[:3]), "bits": struct.calcsize("P") * 8,
    "executable": sys.executable, "venv": has("venv") and has("ensurepip")}))
`;

/**
 * @typedef {{ file: string, args: readonly string[] }} Candidate how a Python is called
 * @typedef {{ version: [number, number, number], bits: number, executable: string, venv: boolean }} Answer
 */

/**
 * Finds a Python that can hold TensorFlow: the one named by the variable PYTHON, else the first fit one on PATH.
 * @returns {Promise<Answer>}
 */
export async function findPython(environment = process.env) {
  const rejected = [];
  for (const candidate of candidates(environment)) {
    const answer = await askPython(candidate);
    const fault = answer === undefined ? 'does not run' : faultOf(answer);
    if (answer !== undefined && fault === undefined) return answer;
    if (answer !== undefined || environment.PYTHON) {
      rejected.push({ name: [candidate.file, ...candidate.args].join(' '), fault, answer });
    }
  }
  throw noPython(environment, rejected);
}

/**
 * What a Python says of itself; undefined when it is none, or is silent for 20 seconds.
 * @param {Candidate} candidate
 * @returns {Promise<Answer | undefined>}
 */
export async function askPython({ file, args }) {
  const { ok, output } = await run(file, [...args, '-E', '-c', question], { minutes: 1 / 3 });
  if (!ok) return undefined;
  try {
    return JSON.parse(output.trim().split('\n').at(-1) ?? '');
  } catch {
    return undefined;
  }
}

/** Why a Python cannot be used, in words that follow its name; undefined when it can. @param {Answer} answer */
export function faultOf({ version: [major, minor, patch], bits, venv }) {
  if (major !== 3 || !minors.includes(minor)) return `is Python ${major}.${minor}.${patch}`;
  if (bits !== 64) return 'is a 32-bit Python';
  if (!venv) return 'lacks the venv module';
  return undefined;
}

/** @returns {Candidate[]} */
function candidates(environment) {
  if (environment.PYTHON) return [{ file: environment.PYTHON, args: [] }];
  const names = [...minors.map((minor) => `python3.${minor}`), 'python3', 'python'];
  const found = names
    .map((name) => onPath(name, environment))
    .filter((file) => file !== undefined)
    .map((file) => ({ file, args: [] }));
  const launcher = process.platform === 'win32' ? onPath('py', environment) : undefined;
  if (launcher === undefined) return found;
  return [...found, ...minors.map((minor) => ({ file: launcher, args: [`-3.${minor}`] }))];
}

function onPath(name, environment) {
  const path = environment.PATH ?? environment.Path ?? '';
  const file = process.platform === 'win32' ? `${name}.exe` : name;
  return path
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, file))
    .find((candidate) => existsSync(candidate) && !isTrap(candidate));
}

/** Programs named python that open a shop or an installer instead: the Windows Store's alias, Apple's stub. */
function isTrap(file) {
  if (process.platform === 'win32') return /[\\/]Microsoft[\\/]WindowsApps[\\/]/iu.test(file);
  if (process.platform !== 'darwin' || file !== '/usr/bin/python3') return false;
  const tools = ['/Library/Developer/CommandLineTools', '/Applications/Xcode.app'];
  return !tools.some(
    (folder) => existsSync(join(folder, 'usr')) || existsSync(`${folder}/Contents`),
  );
}

function noPython(environment, rejected) {
  const own = `or name one: \`PYTHON=/path/to/python ${command}\``;
  const bare = rejected.find(
    ({ answer }) => answer !== undefined && !answer.venv && answer.version[0] === 3,
  );
  if (bare !== undefined && minors.includes(bare.answer.version[1])) {
    const debian = `python3.${bare.answer.version[1]}-venv`;
    return new SetupFailure(
      `${bare.name} ${bare.fault}. Install it (on Debian and Ubuntu: \`sudo apt install ${debian}\`), ${own}.`,
    );
  }
  const list = rejected.map(({ name, fault }) => `${name} ${fault}`).join(', ');
  if (environment.PYTHON) {
    return new SetupFailure(
      `The variable PYTHON names no Python 3.10 to 3.13 of 64 bits: ${list}. Name another one, or unset PYTHON.`,
    );
  }
  return new SetupFailure(
    `No Python 3.10 to 3.13 was found${list === '' ? '' : ` (${list})`}. ` +
      `Install Python 3.13 from https://www.python.org/downloads/, ${own}.`,
  );
}
