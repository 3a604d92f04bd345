export interface NotebookCell {
  readonly cell_type: 'markdown' | 'code';
  readonly execution_count?: null;
  readonly id: string;
  readonly metadata: { readonly tags?: readonly string[] };
  readonly outputs?: readonly never[];
  readonly source: readonly string[];
}

/** A notebook as nbformat 4.5 describes it, without outputs. Keys are in the order in which Jupyter saves them. */
export interface NotebookFile {
  readonly cells: readonly NotebookCell[];
  readonly metadata: object;
  readonly nbformat: 4;
  readonly nbformat_minor: 5;
}

/** A notebook for our kernel. */
export function notebookFile(cells: readonly NotebookCell[]): NotebookFile {
  return {
    cells,
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

export function markdownCell(id: string, text: string): NotebookCell {
  return { cell_type: 'markdown', id, metadata: {}, source: linesOf(text) };
}

export function codeCell(id: string, text: string, tags: readonly string[]): NotebookCell {
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
export function notebookText(file: NotebookFile): string {
  return `${JSON.stringify(file, undefined, 1)}\n`;
}

/** nbformat keeps the line ends: every line but the last carries its own. */
function linesOf(text: string): string[] {
  const lines = text.split('\n');
  return lines.map((line, at) => (at < lines.length - 1 ? `${line}\n` : line));
}
