import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { FileError } from '../errors.ts';
import type { Environment } from '../process/environment.ts';
import { replaceFile } from '../snapshot/write-file.ts';

const grade = v.picklist(['right', 'symptom', 'wrong']);
export type Grade = v.InferOutput<typeof grade>;

const exercise = v.object({
  /** File name of the scenario. */
  scenario: v.string(),
  mode: v.picklist(['named', 'surprise', 'exam']),
  /** In ms since 1970. */
  startedAt: v.number(),
  endedAt: v.nullable(v.number()),
  hints: v.number(),
  tries: v.array(v.object({ answer: v.string(), grade })),
});
export type Exercise = v.InferOutput<typeof exercise>;

const state = v.object({
  /** The one that is going on. */
  current: v.nullable(exercise),
  /** How the notebook's Python came to the simulated machine, and the way back; null when it is on the real one. */
  machine: v.nullable(
    v.object({
      /** The kernel's process: after a restart of the kernel Python is on the real machine again. */
      pid: v.number(),
      folder: v.string(),
      before: v.record(v.string(), v.nullable(v.string())),
    }),
  ),
  done: v.array(exercise),
});
export type ExerciseState = v.InferOutput<typeof state>;

const none: ExerciseState = { current: null, machine: null, done: [] };

/**
 * The exercises of one notebook, kept in a file of the user's own, so that they survive a restart of the kernel.
 * A notebook is known by the name that Jupyter gives its session, else by its folder.
 */
export interface ExercisePlace {
  readonly environment: Environment;
  readonly cwd: string;
}

function folderOf({ environment }: ExercisePlace): string {
  const base =
    environment['XDG_STATE_HOME'] || join(environment['HOME'] ?? homedir(), '.local', 'state');
  return join(base, 'tf-gpu-doctor', 'exercises');
}

function fileOf(place: ExercisePlace): string {
  const notebook = place.environment['JPY_SESSION_NAME'] ?? place.cwd;
  const name = createHash('sha256').update(notebook).digest('hex').slice(0, 16);
  return join(folderOf(place), `${name}.json`);
}

/** What is kept of this notebook; nothing where no file is, or one that cannot be read. */
export function readExercises(place: ExercisePlace): ExerciseState {
  return read(fileOf(place));
}

function read(file: string): ExerciseState {
  try {
    return v.parse(state, JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return none;
  }
}

/** @throws FileError when the file cannot be written */
export function writeExercises(place: ExercisePlace, next: ExerciseState): void {
  const file = fileOf(place);
  try {
    mkdirSync(folderOf(place), { recursive: true, mode: 0o700 });
    replaceFile(file, JSON.stringify(next));
    chmodSync(file, 0o600);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new FileError(`What you have done in the lab could not be written to ${file}: ${why}.`);
  }
}

/** Scenarios that were answered rightly in any notebook of this user. */
export function solvedScenarios(place: ExercisePlace): ReadonlySet<string> {
  let names: readonly string[];
  try {
    names = readdirSync(folderOf(place)).filter((name) => name.endsWith('.json'));
  } catch {
    names = [];
  }
  const all = names
    .map((name) => read(join(folderOf(place), name)))
    .flatMap(({ current, done }) => [...done, ...(current === null ? [] : [current])]);
  return new Set(all.filter(isSolved).map(({ scenario }) => scenario));
}

export const isSolved = ({ tries }: Exercise): boolean =>
  tries.some((one) => one.grade === 'right');
