import { codeCell, markdownCell, notebookFile, type NotebookFile } from '../notebook-file.ts';
import { linksForNotebook, type NotebookNames } from './notebook-links.ts';
import { introduction, type Page } from './page.ts';

/** The name of a page's notebook; the numbers put them in reading order in a file list: `00-start.ipynb`. */
export function notebookName(page: Page): string {
  return `${String(page.front.order).padStart(2, '0')}-${page.id}.ipynb`;
}

/** The same page always gives the same notebook: cell ids are the page's anchors. */
export function notebookOf(page: Page, names: NotebookNames): NotebookFile {
  const links = { from: page.id, folder: 'guide' as const, names };
  const head = [`# ${page.front.title}`, ...introduction(page)].join('\n\n');
  return notebookFile([
    markdownCell('title', head),
    ...page.parts.map((part) =>
      part.kind === 'cell'
        ? codeCell(part.id, part.source, part.tags)
        : markdownCell(part.id, linksForNotebook(part.markdown, links)),
    ),
  ]);
}
