import {
  probeNames,
  readCollectorLine,
  withObservation,
  type NamedObservation,
} from '../snapshot/probe-answers.ts';
import type { LocalRequest } from './local.ts';
import type { Observations } from '../snapshot/observations/index.ts';
import { runProcess } from '../process/process.ts';
import { snapshotScript } from './script.ts';
import { unanswered } from './unanswered.ts';

/** What to ask of a machine that a command leads to. */
export interface PrefixRequest extends Omit<LocalRequest, 'python' | 'probes'> {
  /** The command in front: `['ssh', 'node7']`, `['docker', 'exec', 'web']`, `['srun', '--gres=gpu:1']`. */
  readonly prefix: readonly string[];
  /** The Python there; default `python3`. */
  readonly python?: string;
}

/**
 * Asks another machine, container or job through a command in front of `python3 -`, to which the whole collector is
 * piped: nothing has to be installed there and nothing is left there.
 * Like `collectLocal`, it never rejects for what happens there.
 */
export async function collectThrough(request: PrefixRequest): Promise<Observations> {
  const [file = '', ...args] = withOpenInput(request.prefix);
  let all: Observations = {};
  const take = (one: NamedObservation): void => {
    all = withObservation(all, one);
    request.onObservation?.(one.name, one.observation);
  };
  const result = await runProcess({
    file,
    args: [
      ...args,
      request.python ?? 'python3',
      '-',
      '--lines',
      ...(request.driver === false ? ['--no-driver'] : []),
    ],
    environment: request.environment,
    cwd: request.cwd,
    input: snapshotScript(),
    timeoutMs: request.timeoutMs ?? 120_000,
    ...(request.signal === undefined ? {} : { signal: request.signal }),
    onStdoutLine(line) {
      const one = readCollectorLine(line);
      if (one !== undefined) take(one);
    },
  });
  for (const name of probeNames) {
    if (all[name] === undefined) take({ name, observation: unanswered(result) });
  }
  return all;
}

const engines = new Set(['docker', 'podman', 'nerdctl', 'kubectl', 'oc']);

/** Container engines close the standard input of what they start, unless told otherwise. */
export function withOpenInput(prefix: readonly string[]): readonly string[] {
  const at = prefix.findIndex((word) => word === 'exec' || word === 'run');
  const name = prefix.find((word) => engines.has(word.split('/').at(-1) ?? ''));
  if (name === undefined || at < 0) return prefix;
  const options = prefix.slice(at + 1);
  if (
    options.some(
      (word) => /^-\w*i\w*$/.test(word) || word === '--interactive' || word === '--stdin',
    )
  ) {
    return prefix;
  }
  return [...prefix.slice(0, at + 1), '-i', ...options];
}
