import { bodyOf } from './finding-page.ts';
import { markdownCell, notebookFile, type NotebookFile } from '../notebook-file.ts';
import { linksForNotebook, type NotebookNames } from './notebook-links.ts';

/**
 * All findings in one notebook, a cell for each, so that links from other notebooks reach them.
 * @param texts the Markdown of each finding's page by its id
 */
export function findingsNotebookOf(
  texts: ReadonlyMap<string, string>,
  names: NotebookNames,
): NotebookFile {
  const cells = [...texts].map(([id, text]) => {
    const { title, rest } = bodyOf(text);
    const links = { from: id, folder: 'findings' as const, names };
    const words = `## ${title ?? id}\n\n\`${id}\`\n\n${deeper(rest).trim()}`;
    return markdownCell(id, linksForNotebook(words, links));
  });
  const head =
    '# All findings\n\nWhat `%gpu-check` can find, each with how to confirm it and what to do. The name below each heading is its id: `%guide` with that id shows the same page.';
  return notebookFile([markdownCell('title', head), ...cells]);
}

/** Sections of a finding's page go one level down, below the heading of the finding. */
function deeper(text: string): string {
  return text.replace(/^(##+ )/gm, '#$1');
}
