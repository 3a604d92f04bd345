import * as v from 'valibot';
import { observationLine, type ObservationLine } from './observation.ts';
import {
  observations,
  type Observation,
  type Observations,
  type ProbeName,
} from './observations/index.ts';

/** Every probe there is. */
export const probeNames: readonly ProbeName[] = Object.keys(observations).filter(isProbeName);

/** One answer of the collector, whichever probe it is of. */
export type NamedObservation = {
  readonly [Name in ProbeName]: {
    readonly name: Name;
    readonly observation: Observation<Name>;
  };
}[ProbeName];

/**
 * Reads one line of the collector; undefined for a line of another origin (a site hook of Python may print).
 * An answer of an unexpected shape becomes one that says so.
 */
export function readCollectorLine(line: string): NamedObservation | undefined {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    return undefined;
  }
  const parsed = v.safeParse(observationLine, json);
  if (!parsed.success || !isProbeName(parsed.output.probe)) return undefined;
  return observe(parsed.output.probe, parsed.output);
}

/** The answer with its shape checked. */
export function observe(name: ProbeName, line: ObservationLine): NamedObservation {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the name decides the shape, checked below
  const as = (observation: unknown) => ({ name, observation }) as NamedObservation;
  if (!line.ok) {
    return as({ ok: false, ms: line.ms, reason: line.reason, detail: line.detail });
  }
  const data = v.safeParse(observations[name], line.data);
  if (data.success) return as({ ok: true, ms: line.ms, data: data.output });
  const issue = data.issues[0];
  const where = v.getDotPath(issue) ?? 'the answer';
  return as({
    ok: false,
    ms: line.ms,
    reason: 'error',
    detail: `unexpected answer: ${where}: ${issue.message}`,
  });
}

/** The observations with one more. */
export function withObservation(all: Observations, one: NamedObservation): Observations {
  return { ...all, [one.name]: one.observation };
}

function isProbeName(name: string): name is ProbeName {
  return Object.hasOwn(observations, name);
}
