import { collectLocal } from '../collect/local.ts';
import type { Observations, ProbeName } from '../collect/observations/index.ts';
import { readSnapshotFile } from '../collect/snapshot-file.ts';
import type { Snapshot } from '../collect/snapshot.ts';
import { chooseTarget, withOther, type Target } from '../collect/target.ts';
import { UsageError } from '../errors.ts';
import { askNotebookState } from '../trial/notebook-state.ts';
import type { Arguments, Context } from './command.ts';

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
    return { snapshot: await readSnapshotFile(from, context.cwd) };
  }
  const target = await targetOf(context, args);
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
  const asking =
    context.notebook && isNotebookPython(context, target)
      ? askNotebookState(context.notebook)
      : Promise.resolve(null);
  const [observations, notebook] = await Promise.all([probing, asking]);
  context.signal.throwIfAborted();
  return {
    target: withOther(target, observations),
    snapshot: {
      ...empty,
      observations,
      ...(notebook && { notebook }),
      ...(notebook === undefined && { notebookSkipped: 'busy, or not running' }),
    },
  };
}

/** The Python that a command is about: see the order in `chooseTarget`. */
export function targetOf(context: Context, args: Arguments): Promise<Target> {
  const option = optionText(args, 'python');
  return chooseTarget({
    ...(option !== undefined && { option }),
    environment: context.environment,
    cwd: context.cwd,
    ...(context.notebook && { notebookPython: context.notebook.python }),
  });
}

/** What a TensorFlow started afresh would find: the door's environment with the notebook's changes. */
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

/** `--timeout` in ms. Its shape was checked when the words were parsed. */
export function timeoutMs(args: Arguments, otherwise: number): number {
  const seconds = optionText(args, 'timeout');
  return seconds === undefined ? otherwise : Number(seconds) * 1000;
}

function isNotebookPython(context: Context, target: Target): boolean {
  return context.notebook?.python === target.python;
}

function snapshotOf(target: Target, observations: Observations): Snapshot {
  return {
    schema: 'tf-gpu-doctor/snapshot',
    version: 1,
    collectedAt: new Date().toISOString(),
    redacted: false,
    target: {
      python: target.python,
      chosenBecause: target.chosenBecause,
      practice: target.practice,
      host: 'local',
    },
    observations,
  };
}
