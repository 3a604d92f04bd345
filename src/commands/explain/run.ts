import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { UsageError } from '../../errors.ts';
import { explainText, type Explanation } from '../../explain/explain.ts';
import { findingReport } from '../../guide/finding-page.ts';
import { findingIds, findingText } from '../../content/pages.ts';
import { loadKnowledge } from '../../content/knowledge.ts';
import type { Arguments, Context, Outcome } from '../../command-model/command.ts';
import { didYouMean } from '../../command-model/nearest.ts';
import { checkRequest } from '../../command-model/check-options.ts';
import { type CheckedHere, checkHere } from './check-here.ts';
import { explainStream } from './read.ts';
import { explanationReport } from './report.ts';
import { explanationValue, sortedExplanation } from './value.ts';

/** Finds what is to be explained, then explains it. */
export async function explainInput(context: Context, args: Arguments): Promise<Outcome> {
  const [word] = args.positionals;
  if (args.options['last'] !== undefined) return explainLast(context, args);
  if (args.cell !== undefined) return explained(explainText(args.cell, loadKnowledge()), context);
  if (word === undefined || word === '-') {
    const explanation = await explainPiped(context, word === '-');
    if (explanation !== undefined) return explained(explanation, context);
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
  return explained(await explainFile(resolve(context.cwd, word), word, context), context);
}

/** Standard input: when it was asked for, or when something is piped in and holds a text. */
async function explainPiped(context: Context, asked: boolean): Promise<Explanation | undefined> {
  if (context.input === undefined || !(asked || context.inputIsPiped)) return undefined;
  context.show({ blocks: [{ kind: 'progress', text: 'Reading standard input' }] });
  const explanation = await explainStream(context.input(), loadKnowledge());
  return explanation ?? (asked ? explainText('', loadKnowledge()) : undefined);
}

async function explainFile(path: string, word: string, context: Context): Promise<Explanation> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) {
    const meant = didYouMean(word, findingIds());
    throw new UsageError(`There is no finding and no file named \`${word}\`.${meant}`);
  }
  if (found.isDirectory()) throw new UsageError(`${word} is a folder. Name a file in it.`);
  const stream = createReadStream(path, { signal: context.signal });
  const explanation = await explainStream(stream, loadKnowledge());
  return explanation ?? explainText('', loadKnowledge());
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
  if (context.lastOutput === undefined) {
    throw new UsageError(
      'Only the kernel TensorFlow GPU Doctor knows what a cell printed. Here, paste the text into a cell that begins with `%%explain`.',
    );
  }
  const text = context.lastOutput();
  if (text.trim() === '')
    throw new UsageError('No cell of this notebook has printed anything yet.');
  const explanation = explainText(text, loadKnowledge());
  context.show({ blocks: [{ kind: 'progress', text: 'Looking at the machine' }] });
  const checked = await checkHere({ ...checkRequest(context, args), live: 'never' }, explanation);
  const causes = checked?.causes ?? explanation.causes;
  return explained({ ...explanation, causes }, context, checked);
}

function explained(explanation: Explanation, { ui }: Context, checked?: CheckedHere): Outcome {
  const sorted = sortedExplanation(explanation, checked);
  return {
    report: explanationReport(sorted, { ui, pageOf: findingText, checked }),
    value: explanationValue(sorted),
    exitCode: sorted.causes.length === 0 ? 3 : 0,
  };
}
