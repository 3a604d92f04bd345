import { optionText } from '../../command-model/check-options.ts';
import { extname } from 'node:path';
import { UsageError } from '../../errors.ts';
import { quoted } from '../../shell.ts';
import type { JsonObject } from '../../json.ts';
import type { Arguments, Context, Outcome } from '../../command-model/command.ts';
import { hasSchema, isSealed, sealed, writeOurs } from '../../command-model/own-file.ts';
import { contentOf, type Content } from './content.ts';
import { toJsonReport, toMarkdownReport, toPage } from './formats.ts';
import { isReportNotebook, toNotebookReport } from './notebook.ts';
import { tensorflowIssue } from './tensorflow-issue.ts';

interface Format {
  readonly write: (content: Content) => string;
  /** Whether a text was written by us in this format, and not changed since: then it may be replaced. */
  readonly isOurs: (text: string) => boolean;
}

const formats: Readonly<Record<string, Format>> = {
  '.html': { write: (content) => sealed(toPage(content), 'html'), isOurs: isSealed },
  '.md': { write: (content) => sealed(toMarkdownReport(content), 'html'), isOurs: isSealed },
  '.json': {
    write: toJsonReport,
    isOurs: (text) => hasSchema(text, ['tf-gpu-doctor/report', 'tf-gpu-doctor/snapshot']),
  },
  '.ipynb': { write: toNotebookReport, isOurs: isReportNotebook },
};

/** Checks the machine, takes out what names it, and writes the file. */
export async function writeReport(context: Context, args: Arguments): Promise<Outcome> {
  const place = optionText(args, 'for');
  if (place !== undefined && place !== 'tensorflow-issue') {
    throw new UsageError(`\`--for\` takes \`tensorflow-issue\`, not \`${place}\`.`);
  }
  const [named] = args.positionals;
  const file = named ?? (place === undefined ? 'tf-gpu-report.html' : 'tensorflow-issue.md');
  const kind = extname(file).toLowerCase();
  const format = formats[kind];
  if (format === undefined) {
    throw new UsageError(`${file}: a report ends in .html, .md, .json or .ipynb.`);
  }
  if (place !== undefined && kind !== '.md') {
    throw new UsageError('What TensorFlow asks for is Markdown: let the file end in .md.');
  }
  const content = await contentOf(context, args);
  const text =
    place === undefined ? format.write(content) : sealed(tensorflowIssue(content), 'html');
  writeOurs(file, context.cwd, text, format.isOurs);
  const { verdict, rootCause } = content.diagnosis;
  const value: JsonObject = {
    schema: 'tf-gpu-doctor/report-file',
    version: 1,
    file,
    verdict,
    rootCause,
    redacted: content.snapshot.redacted,
  };
  return { report: writtenReport(file, text, content), value, exitCode: 0 };
}

function writtenReport(file: string, text: string, content: Content): Outcome['report'] {
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
          : 'Send it only to people who may read them.',
      },
      { kind: 'paragraph', text: 'With this command they can work on it without your machine:' },
      { kind: 'commands', lines: [`tf-gpu-doctor gpu-check --from ${quoted(file)}`] },
      { kind: 'paragraph', text: whenWrong(file, redacted) },
    ],
  };
}

/** How a wrong diagnosis comes back: the file becomes one of the recorded machines that every change is tried on. */
function whenWrong(file: string, redacted: boolean): string {
  return redacted
    ? `If this diagnosis is wrong, send \`${file}\` to the people who make TensorFlow GPU Doctor, with a sentence about the real cause. They keep it as a recorded machine, on which every change is tested.`
    : 'If this diagnosis is wrong, make the file again without `--raw` and send it to the people who make TensorFlow GPU Doctor.';
}
