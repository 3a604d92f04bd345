import { existsSync, lstatSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { FileError, UsageError } from '../errors.ts';
import type { Environment } from '../process/environment.ts';
import { runProcess } from '../process/process.ts';
import { variableLine } from '../shell.ts';
import { replaceFile } from '../snapshot/write-file.ts';
import type { VariableChanges } from './trial.ts';

/** Where an environment sets variables whenever it is activated. */
export interface Activation {
  readonly kind: 'venv' | 'conda';
  readonly file: string;
}

/** The activation script of the environment that a Python belongs to; undefined where it belongs to none. */
export function activationOf(prefix: string): Activation | undefined {
  if (process.platform === 'win32') return undefined;
  if (existsSync(join(prefix, 'conda-meta'))) {
    return { kind: 'conda', file: join(prefix, 'etc/conda/activate.d/tf-gpu-doctor.sh') };
  }
  const file = join(prefix, 'bin/activate');
  return existsSync(join(prefix, 'pyvenv.cfg')) && existsSync(file)
    ? { kind: 'venv', file }
    : undefined;
}

const begin = '# >>> tf-gpu-doctor gpu-fix >>>';
const end = '# <<< tf-gpu-doctor gpu-fix <<<';
const block = new RegExp(`\\n?${begin}\\n[^]*?${end}\\n`, 'u');

/** Lines for the script: what is done, and for a reader why. */
function blockOf(changes: VariableChanges): string {
  const lines = Object.entries(changes).map(([name, value]) => variableLine(name, value));
  return `\n${[begin, '# `tf-gpu-doctor gpu-fix --undo` takes this away.', ...lines, end].join('\n')}\n`;
}

/**
 * Puts the changes into the script, in place of those put there before.
 * @throws FileError when it cannot be written
 * @throws UsageError when the script is a link, which may belong to something else
 */
export function writeBlock({ file, kind }: Activation, changes: VariableChanges): void {
  if (kind === 'conda') mkdirSync(dirname(file), { recursive: true });
  const text = readScript(file).replace(block, '');
  const all = Object.keys(changes).length === 0 ? text : `${text}${blockOf(changes)}`;
  if (all.trim() === '' && kind === 'conda') rmSync(file, { force: true });
  else replaceFile(file, all);
}

function readScript(file: string): string {
  const found = lstatSync(file, { throwIfNoEntry: false });
  if (found === undefined) return '';
  if (!found.isFile()) throw new UsageError(`${file} is no plain file, so it is left as it is.`);
  if (found.size > 1024 * 1024)
    throw new UsageError(`${file} is too large to be an activation script.`);
  return readFileSync(file, 'utf8');
}

/**
 * The environment that a shell has after it ran the script: what a TensorFlow started in it would find.
 * @throws FileError when the script fails
 */
export async function environmentAfter(
  { file }: Activation,
  environment: Environment,
  cwd: string,
): Promise<Environment> {
  const ran = await runProcess({
    file: 'bash',
    args: ['-c', '. "$1" >/dev/null && env -0', 'bash', file],
    environment,
    cwd,
    timeoutMs: 20_000,
  });
  if (ran.end.how !== 'exit' || ran.end.code !== 0) {
    throw new FileError(
      `The activation script ${file} could not be run by bash: ${ran.stderr.trim().slice(-300)}`,
    );
  }
  return Object.fromEntries(
    ran.stdout
      .split('\0')
      .filter((line) => line.includes('='))
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
}
