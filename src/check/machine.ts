import { collectLocal } from '../collect/local.ts';
import type { Observations, ProbeName } from '../snapshot/observations/index.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import {
  chooseTarget,
  confirmed,
  namedTarget,
  withOther,
  type Target,
  type TargetRequest,
} from '../python/choose-python.ts';
import { UsageError } from '../errors.ts';
import type { Arguments, Context } from '../command-model/command.ts';

/** Which machine a command works on: this one through a Python, or one that was recorded. */
export interface Machine {
  readonly snapshot: Snapshot;
  /** Absent for a recorded machine: nothing can be started there. */
  readonly target?: Target;
}

export interface MachineRequest {
  /** The probes a command needs; all of them when absent. */
  readonly probes?: readonly ProbeName[];
  /** Called with all that is known so far whenever a probe has answered. */
  readonly onProgress?: (soFar: Snapshot) => void;
}

/**
 * Collects what the command asks for: of the recorded machine that `--from` names, or of this one.
 *
 * @throws UsageError when `--from` cannot be read or is combined with what needs the machine itself
 */
export async function observeMachine(
  context: Context,
  args: Arguments,
  request: MachineRequest = {},
): Promise<Machine> {
  const from = optionText(args, 'from');
  if (from !== undefined) {
    if (args.options['python'] !== undefined) {
      throw new UsageError('--from works on a recorded machine, so --python means nothing there.');
    }
    const { readSnapshotFile } = await import('../snapshot/snapshot-file.ts');
    return { snapshot: await readSnapshotFile(from, context.cwd) };
  }
  const wanted = targetRequest(context, args);
  // A Python that was named shows by its answers that it is one; only another one has to be looked for first.
  const named = namedTarget(wanted);
  const target = named ?? (await chooseTarget(wanted));
  const empty = snapshotOf(target, {});
  let seen: Observations = {};
  const probing = collectLocal({
    python: target.python,
    environment: environmentOf(context),
    cwd: context.cwd,
    ...(request.probes && { probes: request.probes }),
    ...(args.options['no-driver'] !== undefined && { driver: false }),
    signal: context.signal,
    onObservation: (name, observation) => {
      seen = { ...seen, [name]: observation };
      request.onProgress?.({ ...empty, observations: seen });
    },
  });
  const [observations, notebook] = await Promise.all([probing, notebookState(context, target)]);
  context.signal.throwIfAborted();
  const found =
    named === undefined ? target : (confirmed(named, observations) ?? (await chooseTarget(wanted)));
  return {
    target: withOther(found, observations),
    snapshot: {
      ...empty,
      target: targetIn(found),
      observations,
      ...notebook,
    },
  };
}

/** The Python that a command is about: see the order in `chooseTarget`. */
export function targetOf(context: Context, args: Arguments): Promise<Target> {
  return chooseTarget(targetRequest(context, args));
}

function targetRequest(context: Context, args: Arguments): TargetRequest {
  const option = optionText(args, 'python');
  return {
    ...(option !== undefined && { option }),
    environment: context.environment,
    cwd: context.cwd,
    ...(context.notebook && { notebookPython: context.notebook.python }),
  };
}

/** What a TensorFlow started afresh would find: our environment with the notebook's changes. */
export function environmentOf(context: Context): Readonly<Record<string, string | undefined>> {
  const changes = Object.entries(context.notebook?.changes() ?? {});
  return {
    ...context.environment,
    ...Object.fromEntries(changes.map(([name, value]) => [name, value ?? undefined])),
  };
}

/** The value of an option that takes one. */
export function optionText(args: Arguments, name: string): string | undefined {
  const value = args.options[name];
  return typeof value === 'string' ? value : undefined;
}

/** What the notebook's own cells did, or why it could not be asked; nothing where the target is another Python. */
async function notebookState(
  { notebook }: Context,
  target: Target,
): Promise<Pick<Snapshot, 'notebook' | 'notebookSkipped'>> {
  if (notebook === undefined || notebook.python !== target.python) return {};
  const { askNotebookState } = await import('./notebook-state.ts');
  const state = await askNotebookState(notebook);
  return state === undefined ? { notebookSkipped: notebook.state() } : { notebook: state };
}

function snapshotOf(target: Target, observations: Observations): Snapshot {
  return {
    schema: 'tf-gpu-doctor/snapshot',
    version: 1,
    collectedAt: new Date().toISOString(),
    redacted: false,
    target: targetIn(target),
    observations,
  };
}

function targetIn({ python, chosenBecause, practice }: Target): Snapshot['target'] {
  return { python, chosenBecause, practice, host: 'local' };
}
