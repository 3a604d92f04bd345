import { existsSync, readdirSync, readFileSync } from 'node:fs';
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

/** The title of a finding's page; the id itself where there is no page. Reads that one file only. */
export function titleOf(id: string): string {
  const file = join(findingFolder, `${id}.md`);
  if (!/^[a-z0-9-]+$/u.test(id) || !existsSync(file)) return id;
  return /^title: (.+)$/mu.exec(readFileSync(file, 'utf8'))?.[1] ?? id;
}

function idsIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.md'))
    .map((name) => name.slice(0, -'.md'.length))
    .toSorted();
}
