import { UsageError } from '../errors.ts';
import type { Arguments, Command, Context, Outcome } from './command.ts';
import { optionsOf } from './common-options.ts';
import { failureOutcome } from './failure.ts';
import { helpOf, helpOfAll, usageOf } from './help.ts';
import { asksForJson, parseArguments } from './parse.ts';

/**
 * Runs a command for any interface. Whatever it throws becomes an outcome with a sentence and an exit code, so
 * this never rejects.
 * @internal
 */
export async function runCommand(
  command: Command,
  context: Context,
  args: Arguments,
): Promise<Outcome> {
  if (args.options['help'] !== undefined) return helpOutcome(command);
  try {
    checkDoor(command, context);
    context.signal.throwIfAborted();
    const outcome = await command.run(context, args);
    const isKept = outcome.redact === false || args.options['raw'] !== undefined;
    return isKept ? outcome : await withoutNames(outcome, context);
  } catch (error) {
    return failureOutcome(error, {
      ui: context.ui,
      command,
      verbose: args.options['verbose'] !== undefined,
      interrupted: context.signal.aborted,
    });
  }
}

/** The machine-readable twin goes into files and to other people, so it is redacted. */
async function withoutNames(outcome: Outcome, context: Context): Promise<Outcome> {
  const { redactorFor } = await import('./redacted.ts');
  return { ...outcome, value: redactorFor(context).value(outcome.value) };
}

/** What came of a line of words, and how it is to be shown. */
export interface Run extends Outcome {
  /** JSON was asked for: the value is printed instead of the report. */
  readonly json: boolean;
}

/** The same from words not yet parsed: wrong usage, too, becomes an outcome. */
export async function runWords(
  command: Command,
  context: Context,
  words: readonly string[],
  cell?: string,
): Promise<Run> {
  let args: Arguments;
  try {
    args = parseArguments(command, words, cell);
  } catch (error) {
    const verbose = words.includes('--verbose');
    const call = { ui: context.ui, command, verbose, interrupted: false };
    return { ...failureOutcome(error, call), json: asksForJson(words) };
  }
  const outcome = await runCommand(command, context, args);
  return { ...outcome, json: args.options['json'] !== undefined };
}

/** The list of all commands. */
export function helpOfAllOutcome(commands: readonly Command[]): Outcome {
  return {
    report: helpOfAll(commands),
    value: {
      schema: 'tf-gpu-doctor/commands',
      version: 1,
      commands: commands.map(({ name, summary, interfaces }) => ({ name, summary, interfaces })),
    },
    exitCode: 0,
  };
}

function helpOutcome(command: Command): Outcome {
  return {
    report: helpOf(command),
    value: {
      schema: 'tf-gpu-doctor/help',
      version: 1,
      command: command.name,
      summary: command.summary,
      usage: command.interfaces.map((ui) => usageOf(command, ui)),
      options: optionsOf(command).map((option) => ({
        name: option.name,
        value: option.value ?? null,
        summary: option.summary,
      })),
      examples: command.examples,
    },
    exitCode: 0,
  };
}

function checkDoor(command: Command, context: Context): void {
  if (command.interfaces.includes(context.ui)) return;
  const [other = 'terminal'] = command.interfaces;
  throw new UsageError(
    `\`${command.name}\` works in a ${other} only. There, write \`${usageOf(command, other)}\`.`,
  );
}
