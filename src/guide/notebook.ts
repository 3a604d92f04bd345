import { introduction, type Page } from './page.ts';
import type { Part } from './parts.ts';

interface NotebookCell {
  readonly cell_type: 'markdown' | 'code';
  readonly id: string;
  readonly metadata: { readonly tags?: readonly string[] };
  readonly source: readonly string[];
  readonly execution_count?: null;
  readonly outputs?: readonly never[];
}

/** A notebook file as nbformat 4.5 describes it, without outputs. */
export interface NotebookFile {
  readonly cells: readonly NotebookCell[];
  readonly metadata: object;
  readonly nbformat: 4;
  readonly nbformat_minor: 5;
}

/** The same page always gives the same notebook: cell ids are the page's anchors. */
export function notebookOf(page: Page): NotebookFile {
  const head = [`# ${page.front.title}`, ...introduction(page)].join('\n\n');
  return {
    cells: [markdownCell('title', head), ...page.parts.map(cellOf)],
    metadata: {
      kernelspec: {
        display_name: 'TensorFlow GPU Doctor',
        language: 'python',
        name: 'tf-gpu-doctor',
      },
      language_info: { file_extension: '.py', mimetype: 'text/x-python', name: 'python' },
    },
    nbformat: 4,
    nbformat_minor: 5,
  };
}

/** The text of the `.ipynb` file, laid out as Jupyter itself saves it, so that opening and saving changes nothing. */
export function notebookText(page: Page): string {
  return `${JSON.stringify(notebookOf(page), undefined, 1)}\n`;
}

function cellOf(part: Part): NotebookCell {
  if (part.kind === 'prose') return markdownCell(part.id, linksForNotebook(part.markdown));
  return {
    cell_type: 'code',
    execution_count: null,
    id: part.id,
    metadata: part.tags.length > 0 ? { tags: part.tags } : {},
    outputs: [],
    source: linesOf(part.source),
  };
}

function markdownCell(id: string, text: string): NotebookCell {
  return { cell_type: 'markdown', id, metadata: {}, source: linesOf(text) };
}

/** nbformat keeps the line ends: every line but the last carries its own. */
function linesOf(text: string): string[] {
  const lines = text.split('\n');
  return lines.map((line, at) => (at < lines.length - 1 ? `${line}\n` : line));
}

/** Links from page to page become links from notebook to notebook, down to the cell; findings stay Markdown files. */
function linksForNotebook(text: string): string {
  return text
    .replace(/\]\(\.\.\/findings\//g, '](../content/findings/')
    .replace(/\]\(([a-z0-9-]+)\.md(?:#([a-z0-9_-]+))?\)/g, (_, id: string, anchor?: string) =>
      anchor ? `](${id}.ipynb#cell-id=${anchor})` : `](${id}.ipynb)`,
    )
    .replace(/\]\(#([a-z0-9_-]+)\)/g, '](#cell-id=$1)');
}
