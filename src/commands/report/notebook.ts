import { sha256 } from '../../command-model/own-file.ts';
import { markdownCell, notebookFile, notebookText } from '../../notebook-file.ts';
import { toMarkdown } from '../../report/markdown.ts';
import type { Content } from './content.ts';
import { about, title } from './formats.ts';

/**
 * A notebook that shows the report anywhere. It has no code, so the report stays when somebody runs all cells with
 * another kernel. Its metadata carries the snapshot, and a checksum by which it is known to be unchanged.
 */
export function toNotebookReport(content: Content): string {
  const cells = [
    markdownCell('title', `# ${title}\n\n${about(content)}`),
    markdownCell('report', toMarkdown(content.report)),
  ];
  const ours = { snapshot: content.snapshot, checksum: checksumOf(cells) };
  return notebookText(notebookFile(cells, { 'tf-gpu-doctor': ours, kernelspec: anyPython }));
}

/** Nobody needs our kernel to read the report. */
const anyPython = { display_name: 'Python 3 (ipykernel)', language: 'python', name: 'python3' };

/** Whether a text is a notebook that `toNotebookReport` made, with the same cells as then. */
export function isReportNotebook(text: string): boolean {
  let notebook: unknown;
  try {
    notebook = JSON.parse(text);
  } catch {
    return false;
  }
  const { cells, metadata } = fieldsOf(notebook);
  const ours = fieldsOf(fieldsOf(metadata)['tf-gpu-doctor']);
  if (!Array.isArray(cells) || typeof ours['snapshot'] !== 'object') return false;
  return (
    ours['checksum'] === checksumOf(cells) &&
    cells.some((cell) => fieldsOf(cell)['id'] === 'report')
  );
}

/** Over ids, kinds and sources; Jupyter saves a source as one text or as lines. */
function checksumOf(cells: readonly unknown[]): string {
  const written = cells.map(fieldsOf).map(({ id, cell_type, source }) => ({
    id,
    cell_type,
    source: Array.isArray(source) ? source.join('') : source,
  }));
  return sha256(JSON.stringify(written));
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value))
    : {};
}
