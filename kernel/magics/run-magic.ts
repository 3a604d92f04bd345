import type { Outcome } from '../../src/command-model/command.ts';
import { failureOutcome } from '../../src/command-model/failure.ts';
import { splitWords } from '../../src/command-model/parse.ts';
import { type Run, runWords } from '../../src/command-model/run.ts';
import { UsageError } from '../../src/errors.ts';
import { jsonText, type JsonObject } from '../../src/json.ts';
import { toText } from '../../src/report/text.ts';
import type { Kernel } from '../kernel.ts';
import type { ErrorName, Failure } from '../requests/failure.ts';
import { createDisplay, type Display, type DisplayPlace } from './display.ts';
import { withoutComment } from './magic-line.ts';
import { notebookPythonOf } from './notebook-python.ts';
import type { MagicCall } from './read-magics.ts';

/** How a magic ended: with a value, or as the error of its cell. */
export type MagicEnd =
  | { readonly value: JsonObject }
  | { readonly error: Failure['name']; readonly lines: readonly string[] };

/** How long an interrupted command may take to stop, in ms. */
const stopMs = 2000;

/**
 * Runs one magic, of a cell that the kernel runs or of a Python cell, and shows its result.
 * A command that worked never fails the cell, whatever its verdict: only wrong usage, a failure of ours, an
 * interrupt and a graded answer that is wrong do.
 */
export async function runMagic(
  kernel: Kernel,
  call: MagicCall,
  place: DisplayPlace,
  signal: AbortSignal,
): Promise<MagicEnd> {
  const display = createDisplay(place);
  const stopped = new Promise<undefined>((resolve) => {
    const wait = () => setTimeout(resolve, stopMs, undefined).unref();
    signal.addEventListener('abort', wait, { once: true });
  });
  const run = await Promise.race([runCommandOf(kernel, call, display.show, signal), stopped]);
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
  if (run.json) display.print(`${jsonText(run.value, 2)}\n`);
  else display.finish(run);
  return { value: run.value };
}

/** The name of the cell's error; undefined for a command that worked. */
function errorOf({ exitCode, failsCell }: Outcome): ErrorName | undefined {
  if (exitCode === 2) return 'UsageError';
  if (exitCode === 4) return 'InternalError';
  return failsCell ? 'WrongAnswer' : undefined;
}

async function runCommandOf(
  kernel: Kernel,
  call: MagicCall,
  show: Display['show'],
  signal: AbortSignal,
): Promise<Run> {
  const { environment, cwd } = kernel;
  const command = kernel.commands.find((one) => one.name === call.name);
  const usage = { ui: 'notebook', verbose: false, interrupted: false } as const;
  if (command === undefined) {
    const words = `There is no \`%${call.name}\`. Did you mean \`%${call.meant ?? 'help'}\`?`;
    return { ...failureOutcome(new UsageError(words), usage), json: false };
  }
  let words: string[];
  try {
    words = splitWords(withoutComment(call.line));
  } catch (error) {
    return { ...failureOutcome(error, { ...usage, command }), json: false };
  }
  const notebook = notebookPythonOf(kernel, call.name);
  const context = {
    ui: 'notebook',
    environment,
    cwd,
    signal,
    show,
    lastOutput: kernel.lastOutput.text,
    tfMessages: kernel.tfMessages,
    ...(notebook && { notebook }),
  } as const;
  return runWords(command, context, words, call.cell);
}
