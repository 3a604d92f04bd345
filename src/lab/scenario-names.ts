import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../root.ts';

/** One JSON file a scenario. */
export const scenarioFolder = join(root, 'content/scenarios');

/** Names of all scenarios, sorted. */
export function scenarioNames(): readonly string[] {
  return readdirSync(scenarioFolder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -'.json'.length))
    .toSorted();
}
