import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { root } from '../../root.ts';
import type { Variable } from './report.ts';

const schema = v.array(v.object({ name: v.string(), does: v.string() }));

/** The variables that may be shown and set, from `content/variables.json`. */
export function gpuVariables(): readonly Variable[] {
  return v.parse(schema, JSON.parse(readFileSync(join(root, 'content/variables.json'), 'utf8')));
}
