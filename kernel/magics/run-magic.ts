import { failureOutcome } from '../../src/command-model/failure.ts';
import { runWords, type Run } from '../../src/command-model/run.ts';
import { splitWords } from '../../src/command-model/parse.ts';
import type { Outcome } from '../../src/command-model/command.ts';
import { UsageError } from '../../src/errors.ts';
import type { JsonObject } from '../../src/json.ts';
import { toText } from '../../src/report/text.ts';
import type { MagicCall } from './read-magics.ts';
import { createDisplay } from './display.ts';
import type { Kernel } from '../kernel.ts';
import { notebookOf } from './notebook-python.ts';

/** How a magic ended: with a value, or as the error of its cell. */
export type MagicEnd =
  { readonly value: JsonObject } | { readonly error: string; readonly lines: readonly string[] };

/** How long an interrupted command may take to stop, in ms. */
const stopMs = 2000;

/**
 * Runs one magic, whichever way it came in, and shows what it has to say through `publish`.
 * A command that worked never fails the cell, whatever its verdict: only wrong usage, a failure of ours, an
 * interrupt and a graded answer that is wrong do.
 */
export async function runMagic(
  kernel: Kernel,
  call: MagicCall,
  publish: (type: string, content: JsonObject) => void,
  signal: AbortSignal,
): Promise<MagicEnd> {
  const display = createDisplay(publish);
  const interrupted = new Promise<undefined>((resolve) => {
    const give = () => setTimeout(resolve, stopMs, undefined).unref();
    signal.addEventListener('abort', give, { once: true });
  });
  const run = await Promise.race([work(kernel, call, display.show, signal), interrupted]);
  if (signal.aborted || run === undefined) {
    display.stop();
    return { error: 'KeyboardInterrupt', lines: [`%${call.name} was interrupted.`] };
  }
  const error = errorOf(run);
  if (error !== undefined) {
    display.stop();
    const text = toText(run.report, { width: 88, colour: false }).trimEnd();
    return { error, lines: text.split('\n') };
  }
  if (run.json) {
    display.stop();
    publish('stream', { name: 'stdout', text: `${JSON.stringify(run.value, null, 2)}\n` });
  } else {
    display.finish(run);
  }
  return { value: run.value };
}

/** The name of the cell's error; undefined for a command that worked. */
function errorOf({ exitCode, failsCell }: Outcome): string | undefined {
  if (exitCode === 2) return 'UsageError';
  if (exitCode === 4) return 'InternalError';
  return failsCell ? 'WrongAnswer' : undefined;
}

async function work(
  kernel: Kernel,
  call: MagicCall,
  show: ReturnType<typeof createDisplay>['show'],
  signal: AbortSignal,
): Promise<Run> {
  const command = kernel.commands.find((one) => one.name === call.name);
  const usage = { ui: 'notebook', verbose: false, interrupted: false } as const;
  if (command === undefined) {
    const words = `There is no \`%${call.name}\`. Did you mean \`%${call.meant ?? ''}\`?`;
    return { ...failureOutcome(new UsageError(words), usage), json: false };
  }
  let words: string[];
  try {
    words = splitWords(call.line);
  } catch (error) {
    return { ...failureOutcome(error, { ...usage, command }), json: false };
  }
  const { environment, cwd } = kernel;
  const notebook = notebookOf(kernel, call.name);
  const context = { ui: 'notebook', environment, cwd, signal, show, notebook } as const;
  return runWords(command, context, words, call.cell);
}
