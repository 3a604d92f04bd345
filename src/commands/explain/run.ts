import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { UsageError } from '../../errors.ts';
import { explainText } from '../../explain/explain.ts';
import { findingReport } from '../../guide/finding-page.ts';
import { findingIds, findingText } from '../../content/pages.ts';
import { plainJson } from '../../json.ts';
import { loadKnowledge } from '../../content/knowledge.ts';
import type { Arguments, Context, Outcome } from '../../command-model/command.ts';
import { didYouMean } from '../../command-model/nearest.ts';
import { explanationReport } from './report.ts';

/** A log of TensorFlow is some kB; what is larger is something else. */
const largestBytes = 20 * 1024 * 1024;

/** Finds what is to be explained, then explains it. */
export async function explainInput(context: Context, args: Arguments): Promise<Outcome> {
  const [word] = args.positionals;
  if (args.cell !== undefined) return explained(args.cell);
  if (word === undefined) {
    throw new UsageError(
      context.ui === 'notebook'
        ? 'Paste the text into a cell that begins with `%%explain`, or name a finding or a file.'
        : 'Name a finding or a file, or pipe the text in and write `-`.',
    );
  }
  if (word === '-' && context.readInput !== undefined) return explained(await context.readInput());
  const page = findingText(word);
  if (page !== undefined) {
    const value = { schema: 'tf-gpu-doctor/guide', version: 1, finding: { id: word, text: page } };
    return { report: findingReport(word, page, context.ui), value, exitCode: 0, redact: false };
  }
  return explained(await readText(resolve(context.cwd, word), word));
}

function explained(text: string): Outcome {
  const explanation = explainText(text, loadKnowledge());
  const value = { schema: 'tf-gpu-doctor/explanation', version: 1, ...explanation };
  return {
    report: explanationReport(explanation, text),
    value: plainJson(value),
    exitCode: explanation.causes.length === 0 ? 3 : 0,
  };
}

async function readText(path: string, word: string): Promise<string> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) {
    const meant = didYouMean(word, findingIds());
    throw new UsageError(`There is no finding and no file named \`${word}\`.${meant}`);
  }
  if (!found.isFile()) throw new UsageError(`${word} is not a file.`);
  if (found.size > largestBytes) {
    throw new UsageError(
      `${word} has ${Math.round(found.size / 1024 / 1024)} MiB. Cut out the part around the error, at most 20 MiB.`,
    );
  }
  const bytes = await readFile(path);
  // Windows' shells redirect as UTF-16.
  const utf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  return bytes.toString(utf16 ? 'utf16le' : 'utf8');
}
