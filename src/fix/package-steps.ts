import type { Remedy } from '../remedies/remedy.ts';
import type { VariableChanges } from './trial.ts';

/** One call of pip or uv: the verb's words, without the program and without the environment that it is about. */
export interface PackageStep {
  readonly verb: 'install' | 'uninstall';
  readonly words: readonly string[];
}

/** What the commands of a remedy do with packages. */
export interface PackageSteps {
  /** Whether the environment is changed as it is, or a new one is made with nothing in it. */
  readonly start: 'copy' | 'empty';
  /** For an empty environment: the Python that its commands name (`3.12`, or a path); null where it is the diagnosed one. */
  readonly python: string | null;
  readonly steps: readonly PackageStep[];
  /** Variables that its commands set for every start of Python. */
  readonly variables: VariableChanges;
}

/** Lines that prepare what the trial has already, or does by itself. */
const preparing =
  /(?:^(?:sudo )?apt install python3-venv$|^curl -LsSf https:\/\/astral\.sh\/uv\/install\.sh \| sh$| -m ensurepip --upgrade$| -m pip install uv$)/u;

/**
 * Reads the printed commands of a remedy, so that what is tried is what is printed.
 * @returns the steps, or why they cannot be tried, as a sentence
 */
export function packageSteps({ commands }: Pick<Remedy, 'commands'>): PackageSteps | string {
  const lines = commands.filter((line) => !preparing.test(line));
  let made: PackageSteps = { start: 'copy', python: null, steps: [], variables: {} };
  for (const line of lines) {
    const next = withLine(made, line);
    if (next === undefined) return `A trial cannot run \`${line}\`.`;
    made = next;
  }
  return made.steps.length === 0 ? 'It has no command that a trial could run.' : made;
}

function withLine(made: PackageSteps, line: string): PackageSteps | undefined {
  const words = shellWords(line);
  if (words === undefined) return undefined;
  const variable = variableOf(words);
  if (variable !== undefined) {
    return { ...made, variables: { ...made.variables, ...variable } };
  }
  const python = newEnvironmentPython(words);
  if (python !== undefined) {
    return made.steps.length === 0 ? { ...made, start: 'empty', python } : undefined;
  }
  const step = stepOf(words);
  return step === undefined ? undefined : { ...made, steps: [...made.steps, step] };
}

/** `export NAME=value`, `%gpu-env set NAME=value`, and what takes it away. */
function variableOf(words: readonly string[]): VariableChanges | undefined {
  const [first = '', ...rest] = words[0] === '%gpu-env' ? words.slice(1) : words;
  const [text] = rest;
  if (text === undefined || rest.length > 1) return undefined;
  if (first === 'unset') return { [text]: null };
  const cut = text.indexOf('=');
  if ((first !== 'export' && first !== 'set') || cut < 1) return undefined;
  return { [text.slice(0, cut)]: text.slice(cut + 1) };
}

/** The Python of `PYTHON -m venv FOLDER` and `uv venv --python 3.12 FOLDER`. */
function newEnvironmentPython(words: readonly string[]): string | undefined {
  const [program = '', second, third] = words;
  if (second === '-m' && third === 'venv' && words.length === 4) return program;
  const isUv = second === 'venv' && third === '--python' && words.length === 5;
  return isUv && /(?:^|\/)uv$/u.test(program) ? words[3] : undefined;
}

/** `PYTHON -m pip VERB …`, `%pip VERB …`, `uv pip VERB --python PATH …`. */
function stepOf(words: readonly string[]): PackageStep | undefined {
  const [first = '', second, third] = words;
  if (first === '%pip') return pipStep(words.slice(1));
  if (second === '-m' && third === 'pip') return pipStep(words.slice(3));
  const isUv = /(?:^|[!/])uv$/u.test(first) && second === 'pip' && words[3] === '--python';
  return isUv ? pipStep([third ?? '', ...words.slice(5)]) : undefined;
}

/** The environment of a trial is a virtual one, which no distribution keeps pip out of. */
function pipStep([verb, ...words]: readonly string[]): PackageStep | undefined {
  if (verb !== 'install' && verb !== 'uninstall') return undefined;
  return { verb, words: words.filter((one) => one !== '--break-system-packages' && one !== '-y') };
}

const word = /\s*((?:[^\s'"\\]|\\.|'[^']*'|"[^"$`\\]*")+)/uy;

/** A line of ours as a POSIX shell takes it apart; undefined where it holds more than words. */
function shellWords(line: string): readonly string[] | undefined {
  if (/[|&;<>$`(){}*?]/u.test(line.replaceAll(/'[^']*'/gu, ''))) return undefined;
  const found: string[] = [];
  word.lastIndex = 0;
  for (let at = 0; at < line.trimEnd().length; at = word.lastIndex) {
    const match = word.exec(line);
    if (match === null) return undefined;
    found.push((match[1] ?? '').replaceAll(/'([^']*)'|"([^"]*)"|\\(.)/gu, '$1$2$3'));
  }
  return found;
}
