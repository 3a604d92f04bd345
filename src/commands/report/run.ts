import { optionText } from '../../command-model/check-options.ts';
import { extname } from 'node:path';
import { readSnapshot } from '../../snapshot/snapshot-file.ts';
import { UsageError } from '../../errors.ts';
import { quoted } from '../../shell.ts';
import type { JsonObject } from '../../json.ts';
import type { Arguments, Context, Outcome } from '../../command-model/command.ts';
import { fileOf, writeOurs } from '../../command-model/own-file.ts';
import { contentOf, type Content } from './content.ts';
import { toJsonReport, toMarkdownReport, toNotebookReport, toPage } from './formats.ts';
import { tensorflowIssue } from './tensorflow-issue.ts';

const formats: Readonly<Record<string, (content: Content) => string>> = {
  '.html': toPage,
  '.md': toMarkdownReport,
  '.json': toJsonReport,
  '.ipynb': toNotebookReport,
};

/** Checks the machine, takes out what names it, and writes the file. */
export async function writeReport(context: Context, args: Arguments): Promise<Outcome> {
  const place = optionText(args, 'for');
  if (place !== undefined && place !== 'tensorflow-issue') {
    throw new UsageError(`--for knows tensorflow-issue, not ${place}.`);
  }
  const file = fileOf(args) ?? (place === undefined ? 'tf-gpu-report.html' : 'tensorflow-issue.md');
  const kind = extname(file).toLowerCase();
  const format = formats[kind];
  if (format === undefined) {
    throw new UsageError(`${file}: a report ends in .html, .md, .json or .ipynb.`);
  }
  if (place !== undefined && kind !== '.md') {
    throw new UsageError('What TensorFlow asks for is Markdown: let the file end in .md.');
  }
  const content = await contentOf(context, args);
  const text = place === undefined ? format(content) : tensorflowIssue(content);
  writeOurs(file, context.cwd, text, isReport);
  const { verdict, rootCause } = content.diagnosis;
  const value: JsonObject = {
    schema: 'tf-gpu-doctor/report-file',
    version: 1,
    file,
    verdict,
    rootCause,
    redacted: content.snapshot.redacted,
  };
  return { report: said(file, text, content), value, exitCode: 0 };
}

/** Whether a file may be replaced: it is a report or a snapshot of ours. */
function isReport(text: string): boolean {
  if (text.includes('TensorFlow GPU Doctor')) return true;
  try {
    readSnapshot(text, 'the file');
    return true;
  } catch {
    return false;
  }
}

function said(file: string, text: string, content: Content): Outcome['report'] {
  const size = `${Math.ceil(Buffer.byteLength(text) / 1000)} kB`;
  const { redacted } = content.snapshot;
  return {
    blocks: [
      {
        kind: 'headline',
        status: redacted ? 'ok' : 'warn',
        text: redacted
          ? `The report is in \`${file}\` (${size}). Names, addresses, tokens and serial numbers were taken out.`
          : `The report is in \`${file}\` (${size}), with names and addresses as they are.`,
        next: redacted
          ? 'Look through it, then send it to someone who can help.'
          : 'Do not pass it on to people who should not read them.',
      },
      { kind: 'paragraph', text: 'Whoever receives it can work on it without your machine:' },
      { kind: 'commands', lines: [`tf-gpu-doctor gpu-check --from ${quoted(file)}`] },
    ],
  };
}
