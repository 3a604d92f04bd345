import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { root } from '../../root.ts';

const list = v.array(v.object({ name: v.string(), does: v.string() }));

/** A variable that has to do with GPUs, and what it does in a few words. */
export type Variable = v.InferOutput<typeof list>[number];

/** The variables that may be shown and set, from `content/variables.json`. */
export function gpuVariables(): readonly Variable[] {
  return v.parse(list, JSON.parse(readFileSync(join(root, 'content/variables.json'), 'utf8')));
}
