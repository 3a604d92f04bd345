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
import { refuseToLose } from '../../command-model/variables-at-stake.ts';
import { UsageError } from '../../errors.ts';
import { prepareScenario, type PreparedScenario } from '../../lab/lab.ts';
import { scenarioNames } from '../../lab/scenario-names.ts';
import type { Environment } from '../../process/environment.ts';
import {
  answeredOutcome,
  hintOutcome,
  startedOutcome,
  stoppedOutcome,
  labProgress,
} from './report.ts';

/** The simulated machine that the notebook is on, and the way back. */
interface Exercise {
  readonly prepared: PreparedScenario;
  /** What the notebook's Python had in place of the scenario's variables. */
  readonly before: EnvironmentChanges;
  hintsGiven: number;
  /** Removes its files when the kernel ends before the exercise does. */
  readonly removeFiles: () => void;
}

/** The exercise of each notebook, by the notebook's identity. */
const exercises = new WeakMap<object, Exercise>();

/** `lab start NAME`: restarts the notebook's Python on a simulated machine. */
export async function start(context: Context, args: Arguments): Promise<Outcome> {
  const notebook = notebookOf(context);
  const [word] = args.positionals;
  if (word === undefined)
    throw new UsageError('Name a scenario: `%lab start no-cudnn`, or `%lab start surprise`.');
  const name = word === 'surprise' ? surprise() : word;
  const refused = await refuseToLose(
    notebook,
    args,
    restart('start a simulated machine', `start ${word}`),
  );
  if (refused) return refused;
  context.show(labProgress('Preparing the simulated machine'));
  const left = exercises.get(notebook.identity);
  const real = { ...environmentOf(context), ...undefinedFor(left?.before ?? {}) };
  const prepared = await prepareScenario(name, {
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
  const removeFiles = (): void => rmSync(prepared.folder, { recursive: true, force: true });
  process.once('exit', removeFiles);
  exercises.set(notebook.identity, { prepared, before, hintsGiven: 0, removeFiles });
  if (left !== undefined) await forgetFiles(left);
  return startedOutcome(prepared.scenario, word === 'surprise');
}

/** `lab hint`: the next one, from vague to plain. */
export function hint(context: Context): Outcome {
  const exercise = running(notebookOf(context));
  const { hints } = exercise.prepared.scenario;
  const given = hints[exercise.hintsGiven];
  if (given !== undefined) exercise.hintsGiven += 1;
  return hintOutcome(given, hints.length - exercise.hintsGiven);
}

/** `lab answer ID`: the id of a finding, or `healthy`. */
export function answer(context: Context, args: Arguments): Outcome {
  const { scenario } = running(notebookOf(context)).prepared;
  const [id] = args.positionals;
  if (id === undefined)
    throw new UsageError('Name the cause: `%lab answer cudnn-missing`, or `%lab answer healthy`.');
  const right = id === (scenario.expected ?? 'healthy');
  return answeredOutcome(scenario, id, right);
}

/** `lab stop`: back to the real machine. */
export async function stop(context: Context, args: Arguments): Promise<Outcome> {
  const notebook = notebookOf(context);
  const exercise = running(notebook);
  const refused = await refuseToLose(
    notebook,
    args,
    restart('leave the simulated machine', 'stop'),
  );
  if (refused) return refused;
  context.show(labProgress('Restarting Python on the real machine'));
  await notebook.restart({ environment: exercise.before });
  exercises.delete(notebook.identity);
  await forgetFiles(exercise);
  return stoppedOutcome(exercise.prepared.scenario);
}

function notebookOf(context: Context): NotebookPython {
  if (context.notebook) return context.notebook;
  throw new UsageError('An exercise needs the Python of a notebook.');
}

function running({ identity }: NotebookPython): Exercise {
  const exercise = exercises.get(identity);
  if (exercise) return exercise;
  throw new UsageError('No simulated machine is started. Start one with `%lab start NAME`.');
}

/** What a restart is for, should it be refused. */
function restart(purpose: string, words: string) {
  const value = { schema: 'tf-gpu-doctor/lab', version: 1, state: 'unchanged' };
  const instead =
    'Choose it for this notebook, or run a program on a simulated machine in a terminal: `tf-gpu-doctor lab run NAME -- python train.py`.';
  return { purpose, line: `%lab ${words}`, value, instead };
}

function surprise(): string {
  const names = scenarioNames();
  return names[Math.floor(Math.random() * names.length)] ?? 'healthy';
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

async function forgetFiles({ prepared, removeFiles }: Exercise): Promise<void> {
  process.removeListener('exit', removeFiles);
  await rm(prepared.folder, { recursive: true, force: true });
}
