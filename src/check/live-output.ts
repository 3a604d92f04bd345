import * as v from 'valibot';
import { parseJsonLine } from '../process/json-line.ts';
import { live } from '../snapshot/observations/live.ts';

const liveOutput = v.omit(live, ['python', 'ended', 'log']);

/** What `live.py` has printed so far, its lines put together. */
export type LiveOutput = v.InferOutput<typeof liveOutput>;

/** Before the first line. */
export const noLiveOutput: LiveOutput = {
  stage: 'start',
  importError: null,
  tensorflow: null,
  builtWithCuda: null,
  build: null,
  physicalGpus: null,
  logicalGpus: null,
  computations: [],
  importSeconds: null,
};

/**
 * Adds one line of `live.py`: some fields of `Live`, or one computation.
 * Undefined for a line of another origin, or one that a death tore.
 */
export function addLiveLine(before: LiveOutput, line: string): LiveOutput | undefined {
  const parsed = parseJsonLine(line);
  if (parsed === undefined) return undefined;
  const { computation, ...fields } = parsed;
  const added = computation === undefined ? [] : [computation];
  const computations = [...before.computations, ...added];
  const after = v.safeParse(liveOutput, { ...before, ...fields, computations });
  return after.success ? after.output : undefined;
}
