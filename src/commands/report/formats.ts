import { createHash } from 'node:crypto';
import { jsonText } from '../../json.ts';
import { css, escapeHtml, toHtml } from '../../report/html.ts';
import { momentInWords } from '../../report/figures.ts';
import { toMarkdown } from '../../report/markdown.ts';
import type { Content } from './content.ts';

/** The first line of every report. */
export const title = 'Report of TensorFlow GPU Doctor';

/** An issue on GitHub takes 65,536 characters. */
const longestIssue = 65_000;

/** JSON that may stand inside HTML and inside a Markdown fence: `<`, `>`, `&` and backticks are written as escapes. */
function embeddable(value: unknown): string {
  return jsonText(value).replace(
    /[<>&`]/gu,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** One typeface for all but code; in print nothing is folded. */
const style = `body{margin:1.5em auto;max-width:60em;padding:0 1em;font-family:system-ui,sans-serif}
@media print{details::details-content{content-visibility:visible;block-size:auto}}`;

/**
 * A page of its own: it loads nothing, runs nothing (its policy forbids both), prints well, and carries the snapshot.
 */
export function toPage(content: Content): string {
  const fragment = toHtml(content.report);
  const hashes = [style, css]
    .map((text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`)
    .join(' ');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src ${hashes}; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${title}</h1>
<p>${escapeHtml(about(content))}</p>
${fragment}
</main>
<script type="application/json" id="snapshot">${embeddable(content.snapshot)}</script>
</body>
</html>
`;
}

/** Markdown for an issue tracker; the snapshot is folded, and left out when the whole would be too long for an issue. */
export function toMarkdownReport(content: Content): string {
  const head = `# ${title}\n\n${about(content)}\n\n${toMarkdown(content.report)}`;
  const snapshot = `\n<details>\n<summary>Snapshot, for \`tf-gpu-doctor gpu-check --from\`</summary>\n\n\`\`\`json\n${embeddable(content.snapshot)}\n\`\`\`\n\n</details>\n`;
  if (head.length + snapshot.length <= longestIssue) return head + snapshot;
  return `${head}\nThe snapshot is too long for an issue: attach the file that \`tf-gpu-doctor report report.json\` writes.\n`;
}

/** One object with the diagnosis and the snapshot. */
export function toJsonReport({ snapshot, diagnosis }: Content): string {
  const value = { schema: 'tf-gpu-doctor/report', version: 1, diagnosis, snapshot };
  return `${jsonText(value, 1)}\n`;
}

/** When the machine was looked at, and what was taken out. */
export function about({ snapshot }: Content): string {
  const redaction = snapshot.redacted
    ? 'Names, addresses, tokens and serial numbers were taken out.'
    : 'Nothing was taken out: it holds names and addresses.';
  return `The machine was examined on ${momentInWords(snapshot.collectedAt)}. ${redaction}`;
}
