import { join } from 'node:path';
import { root } from '../root.ts';
import type { NamedObservation } from '../snapshot/probe-answers.ts';
import type { Observation, Observations, ProbeName } from '../snapshot/observations/index.ts';
import { runPython } from '../process/process.ts';
import { unanswered } from './unanswered.ts';
import type { Environment } from '../process/environment.ts';

/** What to ask of this machine. */
export interface LocalRequest {
  /** The Python to diagnose: it runs the probes. */
  readonly python: string;
  readonly environment: Environment;
  readonly cwd: string;
  /** Default: all. */
  readonly probes?: readonly ProbeName[];
  /** Whether the driver may be asked; default true. */
  readonly driver?: boolean;
  /**
   * For all of them together; default 10 min, which only a collector that is stuck reaches: each probe has a limit
   * of its own, which grows with the number of GPUs.
   */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  /** Called for each answer as it comes. */
  readonly onObservation?: <Name extends ProbeName>(
    name: Name,
    observation: Observation<Name>,
  ) => void;
}

/**
 * Asks this machine. Every probe that was asked for is in the result, with its answer or why there is none;
 * a Python that cannot even start is such a reason. Never rejects for what the machine does.
 */
export async function collectLocal(request: LocalRequest): Promise<Observations> {
  const { python, environment, cwd } = request;
  let all: Observations = {};
  const take = (one: NamedObservation): void => {
    all = { ...all, [one.name]: one.observation };
    request.onObservation?.(one.name, one.observation);
  };
  // The shapes of the answers are loaded while Python starts.
  const reading = import('../snapshot/probe-answers.ts');
  const takeLine = async (line: string): Promise<void> => {
    const one = (await reading).readCollectorLine(line);
    if (one !== undefined) take(one);
  };
  const taking: Promise<void>[] = [];
  const running = runPython({
    python,
    script: join(root, 'src/collect/collector.py'),
    args: [
      ...(request.probes === undefined ? [] : ['--probes', request.probes.join(',')]),
      ...(request.driver === false ? ['--no-driver'] : []),
    ],
    environment,
    cwd,
    timeoutMs: request.timeoutMs ?? 600_000,
    ...(request.signal === undefined ? {} : { signal: request.signal }),
    onStdoutLine: (line) => taking.push(takeLine(line)),
  });
  const [result, { probeNames }] = await Promise.all([running, reading]);
  await Promise.all(taking);
  for (const name of request.probes ?? probeNames) {
    if (all[name] === undefined) take({ name, observation: unanswered(result) });
  }
  return all;
}
