import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { UsageError } from '../../errors.ts';
import { explainText, type Explanation } from '../../explain/explain.ts';
import { findingReport } from '../../guide/finding-page.ts';
import { findingIds, findingText } from '../../content/pages.ts';
import { plainJson } from '../../json.ts';
import { loadKnowledge } from '../../content/knowledge.ts';
import type { Arguments, Context, Outcome } from '../../command-model/command.ts';
import { didYouMean } from '../../command-model/nearest.ts';
import { checkRequest } from '../../command-model/check-options.ts';
import { checkHere } from './check-here.ts';
import { explanationReport, type Explaining } from './report.ts';

/** A log of TensorFlow is some kB; what is larger is something else. */
const largestBytes = 20 * 1024 * 1024;

/** Finds what is to be explained, then explains it. */
export async function explainInput(context: Context, args: Arguments): Promise<Outcome> {
  const [word] = args.positionals;
  if (args.options['last'] !== undefined) return explainLast(context, args);
  if (args.cell !== undefined) return explained(args.cell, context);
  if (word === undefined || word === '-') {
    const text = await readPiped(context, word === '-');
    if (text !== undefined) return explained(text, context);
  }
  if (word === undefined) {
    throw new UsageError(
      context.ui === 'notebook'
        ? 'Paste the text into a cell that begins with `%%explain`, name a finding or a file, or write `%explain --last`.'
        : 'Name a finding or a file, or pipe the text in.',
    );
  }
  const page = findingText(word);
  if (page !== undefined) {
    const value = { schema: 'tf-gpu-doctor/guide', version: 1, finding: { id: word, text: page } };
    return { report: findingReport(word, page, context.ui), value, exitCode: 0, redact: false };
  }
  return explained(await readText(resolve(context.cwd, word), word), context);
}

/** Standard input: when it was asked for, or when something is piped in and holds a text. */
async function readPiped(context: Context, asked: boolean): Promise<string | undefined> {
  if (context.readInput === undefined || !(asked || context.inputIsPiped)) return undefined;
  context.show({ blocks: [{ kind: 'progress', text: 'Reading standard input' }] });
  const text = await context.readInput();
  return asked || text.trim() !== '' ? text : undefined;
}

/** What this notebook's Python printed last; then this machine is checked for its cause. */
async function explainLast(context: Context, args: Arguments): Promise<Outcome> {
  if (context.ui !== 'notebook') {
    throw new UsageError(
      '`--last` is about the output of a notebook. In a terminal, pipe the text in: `python train.py 2>&1 | tf-gpu-doctor explain`.',
    );
  }
  if (args.positionals.length > 0 || args.cell !== undefined) {
    throw new UsageError('`--last` takes no text: it explains what this notebook printed last.');
  }
  const text = context.lastOutput?.() ?? '';
  if (text.trim() === '')
    throw new UsageError('No cell of this notebook has printed anything yet.');
  const explanation = explainText(text, loadKnowledge());
  context.show({ blocks: [{ kind: 'progress', text: 'Looking at the machine' }] });
  const checked = await checkHere({ ...checkRequest(context, args), live: 'never' }, explanation);
  const causes = checked?.causes ?? explanation.causes;
  return outcomeOf(
    { ...explanation, causes },
    { text, ui: context.ui, pageOf: findingText, checked },
  );
}

const explained = (text: string, { ui }: Context): Outcome =>
  outcomeOf(explainText(text, loadKnowledge()), { text, ui, pageOf: findingText });

function outcomeOf(explanation: Explanation, explaining: Explaining): Outcome {
  const [remedy] = explaining.checked?.remedies ?? [];
  const [first, ...others] = explanation.causes;
  const causes =
    first === undefined || remedy === undefined
      ? explanation.causes
      : [{ ...first, remedy: { summary: remedy.summary, commands: remedy.commands } }, ...others];
  const value = { schema: 'tf-gpu-doctor/explanation', version: 1, ...explanation, causes };
  return {
    report: explanationReport(explanation, explaining),
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
