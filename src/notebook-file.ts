/** A cell as nbformat 4.5 describes it. Keys are in the order in which Jupyter saves them. */
export interface NotebookCell {
  readonly cell_type: 'markdown' | 'code';
  readonly execution_count?: number | null;
  readonly id: string;
  readonly metadata: { readonly tags?: readonly string[] };
  readonly outputs?: readonly object[];
  readonly source: readonly string[];
}

/** A notebook as nbformat 4.5 describes it. */
export interface NotebookFile {
  readonly cells: readonly NotebookCell[];
  readonly metadata: object;
  readonly nbformat: 4;
  readonly nbformat_minor: 5;
}

/** A notebook for our kernel; `metadata` is added to the notebook's own. */
export function notebookFile(
  cells: readonly NotebookCell[],
  metadata: Readonly<Record<string, unknown>> = {},
): NotebookFile {
  return {
    cells,
    metadata: {
      kernelspec: {
        display_name: 'TensorFlow GPU Doctor',
        language: 'python',
        name: 'tf-gpu-doctor',
      },
      language_info: { file_extension: '.py', mimetype: 'text/x-python', name: 'python' },
      ...metadata,
    },
    nbformat: 4,
    nbformat_minor: 5,
  };
}

export function markdownCell(id: string, text: string): NotebookCell {
  return { cell_type: 'markdown', id, metadata: {}, source: linesOf(text) };
}

/** A code cell that has not run. */
export function codeCell(id: string, text: string, tags: readonly string[] = []): NotebookCell {
  return {
    cell_type: 'code',
    execution_count: null,
    id,
    metadata: tags.length > 0 ? { tags } : {},
    outputs: [],
    source: linesOf(text),
  };
}

/** The text of the `.ipynb` file, laid out as Jupyter itself saves it, so that opening and saving changes nothing. */
export function notebookText(file: object): string {
  return `${JSON.stringify(file, undefined, 1)}\n`;
}

/** A text as nbformat keeps it: a list of lines, of which every one but the last carries its own end. */
export function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/gu) ?? [];
}
