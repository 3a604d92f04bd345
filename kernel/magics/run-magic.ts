import type { Command, Context, NotebookPython, Outcome } from '../../src/command-model/command.ts';
import { failureOutcome } from '../../src/command-model/failure.ts';
import { splitWords } from '../../src/command-model/parse.ts';
import { type Run, runWords } from '../../src/command-model/run.ts';
import { UsageError } from '../../src/errors.ts';
import { jsonText, type JsonObject } from '../../src/json.ts';
import { toText } from '../../src/report/text.ts';
import type { Environment } from '../../src/process/environment.ts';
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

/** What runs magics: our kernel, or the program behind the extension of an ordinary one. */
export interface MagicHost {
  readonly commands: readonly Command[];
  readonly environment: Environment;
  readonly cwd: string;
  /** What the last cell printed, where that is known. */
  readonly lastOutput?: () => string;
  /** What becomes of TensorFlow's messages, where that can be chosen. */
  readonly tfMessages?: NonNullable<Context['tfMessages']>;
  /** The notebook's Python, for the command of this name. */
  readonly notebook: (command: string) => NotebookPython | undefined;
}

/** Our kernel runs magics. */
export function hostOf(
  kernel: Pick<
    Kernel,
    'commands' | 'environment' | 'cwd' | 'lastOutput' | 'tfMessages' | 'python' | 'info'
  >,
): MagicHost {
  const { commands, environment, cwd, lastOutput, tfMessages } = kernel;
  const notebook = (command: string) => notebookPythonOf(kernel, command);
  return { commands, environment, cwd, lastOutput: lastOutput.text, tfMessages, notebook };
}

/** How long an interrupted command may take to stop, in ms. */
const stopMs = 2000;

/**
 * Runs one magic, of a cell that the kernel runs or of a Python cell, and shows its result.
 * A command that worked never fails the cell, whatever its verdict: only wrong usage, a failure of ours, an
 * interrupt and a graded answer that is wrong do.
 */
export async function runMagic(
  host: MagicHost,
  call: MagicCall,
  place: DisplayPlace,
  signal: AbortSignal,
): Promise<MagicEnd> {
  const display = createDisplay(place);
  const stopped = new Promise<undefined>((resolve) => {
    const wait = () => setTimeout(resolve, stopMs, undefined).unref();
    signal.addEventListener('abort', wait, { once: true });
  });
  const run = await Promise.race([runCommandOf(host, call, display.show, signal), stopped]);
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
  host: MagicHost,
  call: MagicCall,
  show: Display['show'],
  signal: AbortSignal,
): Promise<Run> {
  const { environment, cwd, lastOutput, tfMessages } = host;
  const command = host.commands.find((one) => one.name === call.name);
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
  const notebook = host.notebook(call.name);
  const context = {
    ui: 'notebook',
    environment,
    cwd,
    signal,
    show,
    ...(lastOutput && { lastOutput }),
    ...(tfMessages && { tfMessages }),
    ...(notebook && { notebook }),
  } as const;
  return runWords(command, context, words, call.cell);
}
