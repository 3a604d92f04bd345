import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../root.ts';
import { parsePage, type Page } from './page.ts';

const guide = join(root, 'content', 'guide');
const findings = join(root, 'content', 'findings');

/** All pages of the guide in reading order. Reads the files anew on each call. */
export function loadPages(): readonly Page[] {
  return idsIn(guide)
    .map((id) => parsePage(id, readFileSync(join(guide, `${id}.md`), 'utf8')))
    .toSorted((a, b) => a.front.order - b.front.order);
}

/** The ids of the findings that have a page, in alphabetical order. */
export function findingIds(): readonly string[] {
  return idsIn(findings);
}

/** The text of a finding's page; undefined when there is none of that id. */
export function findingText(id: string): string | undefined {
  return findingIds().includes(id) ? readFileSync(join(findings, `${id}.md`), 'utf8') : undefined;
}

function idsIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.md'))
    .map((name) => name.slice(0, -'.md'.length))
    .toSorted();
}
