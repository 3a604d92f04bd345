import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../root.ts';

export const pageFolder = join(root, 'content', 'guide');
export const findingFolder = join(root, 'content', 'findings');

/** The ids of the guide's pages, in alphabetical order. */
export function pageIds(): readonly string[] {
  return idsIn(pageFolder);
}

/** The ids of the findings that have a page, in alphabetical order. */
export function findingIds(): readonly string[] {
  return idsIn(findingFolder);
}

function idsIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.md'))
    .map((name) => name.slice(0, -'.md'.length))
    .toSorted();
}
