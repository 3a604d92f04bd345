import * as v from 'valibot';
import { live } from '../snapshot/observations/live.ts';

const told = v.omit(live, ['python', 'ended', 'log']);

/** What the program in TensorFlow's process has told so far. */
export type Told = v.InferOutput<typeof told>;

export const nothingTold: Told = {
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

const line = v.pipe(
  v.string(),
  v.parseJson(),
  v.check((value) => !Array.isArray(value)),
  v.looseObject({ computation: v.optional(v.unknown()) }),
);

/**
 * Adds one line of `live.py` to what was told: some fields of `Live`, or one computation.
 * Undefined when the line is none of ours: torn by a death, or printed by something else.
 */
export function hear(before: Told, text: string): Told | undefined {
  const parsed = v.safeParse(line, text);
  if (!parsed.success) return undefined;
  const { computation, ...fields } = parsed.output;
  const added = computation === undefined ? [] : [computation];
  const computations = [...before.computations, ...added];
  const after = v.safeParse(told, { ...before, ...fields, computations });
  return after.success ? after.output : undefined;
}
