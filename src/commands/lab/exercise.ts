import { rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { environmentOf } from '../../command-model/check-options.ts';
import type {
  Arguments,
  Context,
  EnvironmentChanges,
  NotebookPython,
  Outcome,
} from '../../command-model/command.ts';
import { didYouMean } from '../../command-model/nearest.ts';
import { refuseToLose } from '../../command-model/variables-at-stake.ts';
import { findingIds, titleOf } from '../../content/page-ids.ts';
import { UsageError } from '../../errors.ts';
import {
  type Exercise,
  type ExerciseState,
  readExercises,
  solvedScenarios,
  writeExercises,
} from '../../lab/exercise-state.ts';
import { gradeAnswer } from '../../lab/grade.ts';
import { prepareScenario } from '../../lab/lab.ts';
import { readScenario, listScenarios } from '../../lab/scenario.ts';
import type { Environment } from '../../process/environment.ts';
import {
  answeredOutcome,
  exercisesOutcome,
  hintOutcome,
  labProgress,
  startedOutcome,
  statusOutcome,
  stoppedOutcome,
} from './exercise-report.ts';

/**
 * Folders of the machines that a Python of this process is on. They go with the process; a kernel that is killed cannot
 * remove them, and the next machine that is prepared does.
 */
const inUse = new Set<string>();

function removeInUse(): void {
  for (const folder of inUse) rmSync(folder, { recursive: true, force: true });
}

async function removeMachine(folder: string): Promise<void> {
  inUse.delete(folder);
  await rm(folder, { recursive: true, force: true });
}

/** `lab start NAME`: restarts the notebook's Python on a simulated machine. */
export async function start(context: Context, args: Arguments): Promise<Outcome> {
  const notebook = notebookOf(context);
  const state = readExercises(context);
  const [word] = args.positionals;
  const exercise = chosen(context, state, word);
  const refused = await refuseToLose(
    notebook,
    args,
    restart('start a simulated machine', `start${word === undefined ? '' : ` ${word}`}`),
  );
  if (refused) return refused;
  context.show(labProgress('Preparing the simulated machine'));
  const left = onMachine(state);
  const real = { ...environmentOf(context), ...undefinedFor(left?.before ?? {}) };
  const prepared = await prepareScenario(exercise.scenario, {
    python: notebook.python,
    environment: real,
    signal: context.signal,
  });
  context.show(labProgress('Restarting Python on the simulated machine'));
  const before = { ...left?.before, ...valuesNow(prepared.changes, real) };
  await notebook
    .restart({ environment: { ...left?.before, ...prepared.changes } })
    .catch(async (error: unknown) => {
      await rm(prepared.folder, { recursive: true, force: true });
      throw error;
    });
  inUse.add(prepared.folder);
  process.removeListener('exit', removeInUse).once('exit', removeInUse);
  if (left !== null) await removeMachine(left.folder);
  writeExercises(context, {
    current: exercise,
    machine: { pid: process.pid, folder: prepared.folder, before },
    done: exercise === state.current ? state.done : ended(state),
  });
  return startedOutcome(prepared.scenario, exercise.mode);
}

/** What `start` begins: the named machine, one by chance, or the one that a restart of the kernel interrupted. */
function chosen(context: Context, state: ExerciseState, word: string | undefined): Exercise {
  if (word === undefined) {
    if (state.current !== null && onMachine(state) === null) return state.current;
    throw new UsageError(
      'Name a machine: `%lab start MACHINE`, or `%lab start surprise`. `%lab list` shows them.',
    );
  }
  const mode = word === 'surprise' || word === 'exam' ? word : 'named';
  const scenario = mode === 'named' ? readScenario(word).name : byChance(context);
  return { scenario, mode, startedAt: Date.now(), endedAt: null, hints: 0, tries: [] };
}

/** One that was not solved yet, while there is one. */
function byChance(context: Context): string {
  const solved = solvedScenarios(context);
  const names = listScenarios().map(({ name }) => name);
  const left = names.filter((name) => !solved.has(name));
  const from = left.length > 0 ? left : names;
  return from[Math.floor(Math.random() * from.length)] ?? 'healthy';
}

/** `lab hint`: the next one, from vague to plain. */
export function hint(context: Context): Outcome {
  const state = readExercises(context);
  const exercise = running(state);
  const { hints } = readScenario(exercise.scenario);
  const given = hints[exercise.hints];
  if (given !== undefined)
    writeExercises(context, { ...state, current: { ...exercise, hints: exercise.hints + 1 } });
  return hintOutcome(given, Math.max(0, hints.length - exercise.hints - 1));
}

/** `lab answer ID`: the id of a finding, or `healthy`. One that does not exist is no answer. */
export function answer(context: Context, args: Arguments): Outcome {
  const state = readExercises(context);
  const exercise = running(state);
  const scenario = readScenario(exercise.scenario);
  const [id] = args.positionals;
  if (id === undefined)
    throw new UsageError('Name the cause: `%lab answer cudnn-missing`, or `%lab answer healthy`.');
  const known = ['healthy', ...findingIds()];
  if (!known.includes(id))
    throw new UsageError(
      `There is no finding named \`${id}\`.${didYouMean(id, known, (near) => `%lab answer ${near}`)} This did not count as an answer.`,
    );
  if (exercise.mode === 'exam' && exercise.tries.length > 0)
    throw new UsageError('This exam was answered already. `%lab start exam` begins another one.');
  const graded = gradeAnswer(scenario, id, titleOf(id));
  const tries = [...exercise.tries, { answer: id, grade: graded.grade }];
  writeExercises(context, { ...state, current: { ...exercise, tries } });
  return answeredOutcome(id, graded, exercise.mode === 'exam' ? scenario : undefined);
}

/** `lab status`: what is going on. */
export function status(context: Context): Outcome {
  const state = readExercises(context);
  const exercise = running(state);
  return statusOutcome(exercise, readScenario(exercise.scenario), onMachine(state) !== null);
}

/** `lab report`: what was done in this notebook. */
export function report(context: Context): Outcome {
  const { current, done } = readExercises(context);
  const all = current === null ? done : [...done, current];
  return exercisesOutcome(
    all.map((exercise) => ({ exercise, scenario: readScenario(exercise.scenario) })),
  );
}

/** `lab stop`: back to the real machine. */
export async function stop(context: Context, args: Arguments): Promise<Outcome> {
  const notebook = notebookOf(context);
  const state = readExercises(context);
  const exercise = running(state);
  const machine = onMachine(state);
  if (machine !== null) {
    const refused = await refuseToLose(
      notebook,
      args,
      restart('leave the simulated machine', 'stop'),
    );
    if (refused) return refused;
    context.show(labProgress('Restarting Python on the real machine'));
    await notebook.restart({ environment: machine.before });
    await removeMachine(machine.folder);
  }
  writeExercises(context, { current: null, machine: null, done: ended(state) });
  return stoppedOutcome(readScenario(exercise.scenario));
}

function notebookOf(context: Context): NotebookPython {
  if (context.notebook) return context.notebook;
  throw new UsageError('An exercise needs the Python of a notebook.');
}

function running({ current }: ExerciseState): Exercise {
  if (current) return current;
  throw new UsageError('No simulated machine is started. Start one with `%lab start MACHINE`.');
}

/** The machine that this kernel's Python is on. */
const onMachine = ({ machine }: ExerciseState): ExerciseState['machine'] =>
  machine?.pid === process.pid ? machine : null;

const ended = ({ current, done }: ExerciseState): ExerciseState['done'] =>
  current === null ? done : [...done, { ...current, endedAt: Date.now() }];

/** What a restart is for, should it be refused. */
function restart(purpose: string, words: string) {
  const value = { schema: 'tf-gpu-doctor/lab', version: 1, state: 'unchanged' };
  const instead =
    'Choose it for this notebook, or run a program on a simulated machine in a terminal: `tf-gpu-doctor lab run NAME -- python train.py`.';
  return { purpose, line: `%lab ${words}`, value, instead };
}

/** The variables of `names` as they are, with null for those that are not set. */
function valuesNow(
  names: Readonly<Record<string, unknown>>,
  environment: Environment,
): Record<string, string | null> {
  return Object.fromEntries(Object.keys(names).map((name) => [name, environment[name] ?? null]));
}

function undefinedFor(changes: EnvironmentChanges): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(changes).map(([name, value]) => [name, value ?? undefined]),
  );
}
