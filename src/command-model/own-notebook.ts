import { sha256 } from './own-file.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Where our part of a notebook's metadata stands. */
const key = 'tf-gpu-doctor';

/** A notebook with a checksum over its cells in the metadata, by which it is known to be as we wrote it. */
export function withChecksum<
  Notebook extends { readonly cells: readonly object[]; readonly metadata: object },
>(notebook: Notebook): Notebook {
  const ours = {
    ...fieldsOf(fieldsOf(notebook.metadata)[key]),
    checksum: cellsChecksum(notebook.cells),
  };
  return { ...notebook, metadata: { ...notebook.metadata, [key]: ours } };
}

/**
 * Whether a text is a notebook of ours whose cells are as we wrote them; other outputs are no change.
 * @param isOurs asks more of our part of its metadata
 */
export function isUnchangedNotebook(
  text: string,
  isOurs: (ours: Fields) => boolean = () => true,
): boolean {
  let notebook: Fields;
  try {
    notebook = fieldsOf(JSON.parse(text));
  } catch {
    return false;
  }
  const { cells, metadata } = notebook;
  const ours = fieldsOf(fieldsOf(metadata)[key]);
  return Array.isArray(cells) && ours['checksum'] === cellsChecksum(cells) && isOurs(ours);
}

/** Over kinds and sources of the cells; Jupyter saves a source as one text or as lines. */
export function cellsChecksum(cells: readonly unknown[]): string {
  const written = cells.map(fieldsOf).map(({ cell_type, source }) => ({
    cell_type,
    source: Array.isArray(source) ? source.join('') : source,
  }));
  return sha256(JSON.stringify(written));
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value))
    : {};
}
