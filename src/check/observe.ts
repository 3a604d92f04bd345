import { basename } from 'node:path';
import { collectLocal } from '../collect/local.ts';
import { UsageError } from '../errors.ts';
import {
  chooseTarget,
  namedTarget,
  type Target,
  type TargetRequest,
} from '../python/choose-python.ts';
import type { Observations, ProbeName } from '../snapshot/observations/index.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { confirmed, withOther } from './confirm-target.ts';
import type { CheckRequest } from './request.ts';

/** The machine that was observed: this one through a Python, or one that was recorded. */
export interface ObservedMachine {
  readonly snapshot: Snapshot;
  /** The name of the file that a recorded machine was read from. */
  readonly recordedIn?: string;
  /** Absent for a recorded machine: nothing can be started there. */
  readonly target?: Target;
}

/** What to observe, and what is called with each answer. */
export interface Observing {
  /** The probes that are needed; all of them when absent. */
  readonly probes?: readonly ProbeName[];
  /** Time limit of all probes together, in ms; the collector's own when it is absent or 0. */
  readonly timeoutMs?: number;
  /** Called with all that is known so far whenever a probe has answered. */
  readonly onProgress?: (soFar: Snapshot) => void;
}

/**
 * Observes the recorded machine that `from` names, or this one. TensorFlow is not started.
 *
 * @throws UsageError when `from` cannot be read or is combined with `python`
 */
export async function observeMachine(
  request: CheckRequest,
  { probes, timeoutMs, onProgress }: Observing = {},
): Promise<ObservedMachine> {
  const { from, environment, cwd, signal } = request;
  if (from !== undefined) {
    if (request.python !== undefined) {
      throw new UsageError(
        '`--from` works on a recorded machine, so `--python` has no meaning there.',
      );
    }
    const { readSnapshotFile } = await import('../snapshot/snapshot-file.ts');
    const snapshot = await readSnapshotFile(from, cwd);
    request.onRecorded?.(snapshot);
    return { snapshot, recordedIn: basename(from) };
  }
  const wanted = targetRequest(request);
  // The probes' answers show whether a named Python is one; only when none was named has one to be looked for first.
  const named = namedTarget(wanted);
  const target = named ?? (await chooseTarget(wanted));
  const empty = snapshotOf(target);
  let seen: Observations = {};
  const probing = collectLocal({
    python: target.python,
    environment,
    cwd,
    ...(probes && { probes }),
    ...(timeoutMs && { timeoutMs }),
    driver: request.driver,
    signal,
    onObservation: (name, observation) => {
      seen = { ...seen, [name]: observation };
      onProgress?.({ ...empty, observations: seen });
    },
  });
  const [observations, notebook] = await Promise.all([probing, notebookState(request, target)]);
  signal.throwIfAborted();
  const found =
    named === undefined ? target : (confirmed(named, observations) ?? (await chooseTarget(wanted)));
  return {
    target: withOther(found, observations),
    snapshot: { ...empty, target: targetIn(found), observations, ...notebook },
  };
}

/** The Python that a request is about: see the order in `chooseTarget`. */
export function targetFor(request: CheckRequest): Promise<Target> {
  return chooseTarget(targetRequest(request));
}

function targetRequest({ python, environment, cwd, notebook }: CheckRequest): TargetRequest {
  return {
    ...(python !== undefined && { option: python }),
    environment,
    cwd,
    ...(notebook && { notebookPython: notebook.python }),
  };
}

/** What the notebook's own cells did, or why it could not be asked; nothing where the target is another Python. */
async function notebookState(
  { notebook }: CheckRequest,
  target: Target,
): Promise<Pick<Snapshot, 'notebook' | 'notebookSkipped'>> {
  if (notebook === undefined || notebook.python !== target.python) return {};
  const { askNotebookState } = await import('./notebook-state.ts');
  const state = await askNotebookState(notebook);
  return state === undefined ? { notebookSkipped: notebook.state() } : { notebook: state };
}

function snapshotOf(target: Target): Snapshot {
  return {
    schema: 'tf-gpu-doctor/snapshot',
    version: 1,
    collectedAt: new Date().toISOString(),
    redacted: false,
    target: targetIn(target),
    observations: {},
  };
}

function targetIn({ python, chosenBecause, practice }: Target): Snapshot['target'] {
  return { python, chosenBecause, practice, host: 'local' };
}
