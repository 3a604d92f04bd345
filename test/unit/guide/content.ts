import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findingIds } from '../../../src/content/page-ids.ts';
import { hrefsIn, targetOf } from '../../../src/guide/links.ts';
import { loadPages } from '../../../src/content/pages.ts';
import type { Page } from '../../../src/guide/page.ts';
import { root } from '../../../src/root.ts';

export const pages: readonly Page[] = loadPages();

/** The anchors of a page: its headings and its cells. */
export function anchorsOf(page: Page): readonly string[] {
  return page.parts.map((part) => part.id);
}

/** What is wrong with the links of a text that lies in `folder`; empty when all lead somewhere. */
export function brokenLinks(text: string, from: string, folder: 'guide' | 'findings'): string[] {
  const findings = findingIds();
  return hrefsIn(text).filter((href) => {
    const target = targetOf(href, from, folder);
    if (target.kind === 'outside') return !href.startsWith('https://');
    if (target.kind === 'finding') return !findings.includes(target.id);
    const page = pages.find((each) => each.id === target.id);
    return !page || (target.anchor !== undefined && !anchorsOf(page).includes(target.anchor));
  });
}

/** The rows of the tables in docs/documents.md, below the titles of the documents. */
export function documentRows(): readonly {
  document: string;
  step: string;
  verdict: string;
  where: string;
}[] {
  const lines = readFileSync(join(root, 'docs', 'documents.md'), 'utf8').split('\n');
  let document = '';
  return lines.flatMap((line) => {
    if (line.startsWith('## ')) document = line.slice(3);
    const cells = line.split('|').map((cell) => cell.trim());
    if (cells.length !== 6 || /^-+$/.test(cells[1] ?? '') || cells[2] === 'Verdict') return [];
    return [{ document, step: cells[1] ?? '', verdict: cells[2] ?? '', where: cells[4] ?? '' }];
  });
}
