import { isUnchangedNotebook, withChecksum } from '../../command-model/own-notebook.ts';
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
  const ours = { snapshot: content.snapshot };
  const notebook = notebookFile(cells, { 'tf-gpu-doctor': ours, kernelspec: anyPython });
  return notebookText(withChecksum(notebook));
}

/** Nobody needs our kernel to read the report. */
const anyPython = { display_name: 'Python 3 (ipykernel)', language: 'python', name: 'python3' };

/** Whether a text is a notebook that `toNotebookReport` made, with the same cells as then. */
export function isReportNotebook(text: string): boolean {
  return isUnchangedNotebook(text, (ours) => typeof ours['snapshot'] === 'object');
}
