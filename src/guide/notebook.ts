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

/** The name of a page's notebook; the numbers put them in reading order in a file list: `00-start.ipynb`. */
export function notebookName(page: Page): string {
  return `${String(page.front.order).padStart(2, '0')}-${page.id}.ipynb`;
}

/**
 * The same page always gives the same notebook: cell ids are the page's anchors.
 * @param pages all pages, for the links between them
 */
export function notebookOf(page: Page, pages: readonly Page[]): NotebookFile {
  const names = new Map(pages.map((each) => [each.id, notebookName(each)]));
  const head = [`# ${page.front.title}`, ...introduction(page)].join('\n\n');
  return {
    cells: [markdownCell('title', head), ...page.parts.map((part) => cellOf(part, names))],
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
export function notebookText(page: Page, pages: readonly Page[]): string {
  return `${JSON.stringify(notebookOf(page, pages), undefined, 1)}\n`;
}

function cellOf(part: Part, names: ReadonlyMap<string, string>): NotebookCell {
  if (part.kind === 'prose') return markdownCell(part.id, linksForNotebook(part.markdown, names));
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
function linksForNotebook(text: string, names: ReadonlyMap<string, string>): string {
  return text
    .replace(/\]\(\.\.\/findings\//g, '](../content/findings/')
    .replace(
      /\]\(([a-z0-9-]*)(?:\.md)?(?:#([a-z0-9_-]+))?\)/g,
      (whole, id: string, anchor?: string) => {
        const name = id === '' ? '' : names.get(id);
        if (name === undefined) return whole;
        return `](${name}${anchor ? `#cell-id=${anchor}` : ''})`;
      },
    );
}
