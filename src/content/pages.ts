import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inTheGuide } from '../guide/backlinks.ts';
import { findingFolder, findingIds, pageFolder, pageIds } from './page-ids.ts';
import { parsePage, type Page } from '../guide/page.ts';

export { findingIds } from './page-ids.ts';

/** All pages of the guide in reading order. Reads the files anew on each call. */
export function loadPages(): readonly Page[] {
  return pageIds()
    .map((id) => parsePage(id, readFileSync(join(pageFolder, `${id}.md`), 'utf8')))
    .toSorted((a, b) => a.front.order - b.front.order);
}

/**
 * The text of a finding's page, with links to the places of the guide that speak of it; undefined when there is no
 * finding of that id.
 */
export function findingText(id: string, pages = loadPages()): string | undefined {
  if (!findingIds().includes(id)) return undefined;
  return readFileSync(join(findingFolder, `${id}.md`), 'utf8') + inTheGuide(id, pages);
}
