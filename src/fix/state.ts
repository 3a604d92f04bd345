import { chmodSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as v from 'valibot';
import { FileError, UsageError } from '../errors.ts';
import type { Environment } from '../process/environment.ts';
import { replaceFile } from '../snapshot/write-file.ts';

const changes = v.record(v.string(), v.nullable(v.string()));

const proof = v.object({
  /** Finding, remedy and change, so that another change under the same name is not taken for proven. */
  key: v.string(),
  outcome: v.picklist(['proven', 'refuted', 'untriable']),
  at: v.string(),
});

const fileChange = v.object({
  path: v.string(),
  /** What was in it; null where there was no such file. */
  before: v.nullable(v.string()),
  after: v.string(),
});

const application = v.object({
  id: v.string(),
  finding: v.string(),
  at: v.string(),
  changes,
  /**
   * `notebook`: the Python of a running notebook; `file`: a block in a file; `kernelspec`: a kernel.json;
   * `environment`: another environment, beside the one that was checked.
   */
  where: v.picklist(['notebook', 'file', 'kernelspec', 'environment']),
  /** The file or folder; null for a notebook. */
  path: v.nullable(v.string()),
  /** What the variables were before, in a notebook. */
  before: changes,
  /** Files that were written as a whole. */
  files: v.optional(v.array(fileChange), []),
  /** The Python of the other environment. */
  python: v.optional(v.nullable(v.string()), null),
});

const python = v.object({
  python: v.string(),
  /** The order of the list that was shown last, as `finding/remedy`: what a number means. */
  listed: v.array(v.string()),
  proofs: v.array(proof),
  applied: v.array(application),
});

const state = v.object({ version: v.literal(1), pythons: v.array(python) });

/** What was tried and applied for one Python. */
export type FixMemory = v.InferOutput<typeof python>;
export type Application = v.InferOutput<typeof application>;
export type FileChange = v.InferOutput<typeof fileChange>;

const most = { pythons: 20, proofs: 100, applied: 20, listed: 100, bytes: 1024 * 1024 };

/** What is remembered of a Python; empty when there is nothing, or the file is none of ours. */
export function readFixState(environment: Environment, path: string): FixMemory {
  const known = readAll(environment).find((one) => one.python === path);
  return known ?? { python: path, listed: [], proofs: [], applied: [] };
}

/** Ids of the remedies in the list that was shown last; empty when none was. */
export function lastListed(environment: Environment): readonly string[] {
  const listed = readAll(environment)[0]?.listed ?? [];
  return listed.map((one) => one.slice(one.indexOf('/') + 1));
}

/** What is remembered of the Python in whose place this one was put by `--apply`; undefined when there is none. */
export function readReplaced(environment: Environment, path: string): FixMemory | undefined {
  return readAll(environment).find((one) => one.applied.some((done) => done.python === path));
}

/**
 * Remembers it. The file is readable for its user only, as it holds paths and values of variables.
 * @throws UsageError when the user's state folder is not known
 * @throws FileError when it cannot be written
 */
export function storeFixState(environment: Environment, changed: FixMemory): void {
  const file = stateFile(environment);
  if (file === undefined) throw new UsageError('The home folder is not known: HOME is not set.');
  const bounded = {
    ...changed,
    listed: changed.listed.slice(0, most.listed),
    proofs: changed.proofs.slice(-most.proofs),
    applied: changed.applied.slice(-most.applied),
  };
  const others = readAll(environment).filter((one) => one.python !== changed.python);
  const pythons = [bounded, ...others].slice(0, most.pythons);
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    replaceFile(file, `${JSON.stringify({ version: 1, pythons }, null, 2)}\n`);
    chmodSync(file, 0o600);
  } catch (cause) {
    if (cause instanceof FileError || cause instanceof UsageError) throw cause;
    throw new FileError(`What was tried could not be kept in ${file}.`, { cause });
  }
}

function readAll(environment: Environment): readonly FixMemory[] {
  const file = stateFile(environment);
  if (file === undefined) return [];
  try {
    if (statSync(file).size > most.bytes) return [];
    return v.parse(state, JSON.parse(readFileSync(file, 'utf8'))).pythons;
  } catch {
    // Nothing was kept yet, or the file is none of ours: then nothing is known.
    return [];
  }
}

function stateFile(environment: Environment): string | undefined {
  const home = environment['HOME'] ?? environment['USERPROFILE'];
  const folder =
    environment['XDG_STATE_HOME'] ??
    environment['LOCALAPPDATA'] ??
    (home === undefined ? undefined : join(home, '.local', 'state'));
  return folder === undefined ? undefined : join(folder, 'tf-gpu-doctor', 'fix.json');
}
