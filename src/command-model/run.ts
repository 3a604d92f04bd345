import { UsageError } from '../errors.ts';
import type { Arguments, Command, Context, Outcome } from './command.ts';
import { failureOutcome } from './failure.ts';
import { helpOfAll, helpOutcome, usageOf } from './help.ts';
import { asksForJson, helpAskedBy, parseArguments, type Parsed } from './parse.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { markedIfSimulated } from './simulated.ts';
import type { Call } from './verbs.ts';

/** What came of a line of words, and how it is to be shown. */
export interface Run extends Outcome {
  /** JSON was asked for: the value is printed instead of the report. */
  readonly json: boolean;
}

/**
 * Runs a command for any interface from the words after its name. Wrong usage, and whatever the command throws,
 * becomes an outcome with a sentence and an exit code, so this never rejects.
 */
export async function runWords(
  command: Command,
  context: Context,
  words: readonly string[],
  cell?: string,
): Promise<Run> {
  const verb = helpAskedBy(command, words);
  if (verb !== undefined) {
    return { ...helpOutcome(command, context.ui, verb ?? undefined), json: asksForJson(words) };
  }
  let parsed: Parsed;
  try {
    parsed = parseArguments(command, words, cell);
  } catch (error) {
    const verbose = words.includes('--verbose');
    const call = { ui: context.ui, command, verbose, interrupted: false };
    return { ...failureOutcome(error, call), json: asksForJson(words) };
  }
  const outcome = await run(parsed.call, context, parsed.args);
  return { ...outcome, json: parsed.args.options['json'] !== undefined };
}

async function run(call: Call, context: Context, args: Arguments): Promise<Outcome> {
  try {
    checkInterface(call, context);
    context.signal.throwIfAborted();
    let recorded: Snapshot | undefined;
    const onRecorded = (snapshot: Snapshot): void => {
      recorded = snapshot;
    };
    const answered = await call.action.run({ ...context, onRecorded }, args);
    const asked = { context, args, command: call.command.name, recorded };
    const outcome = markedIfSimulated(answered, asked);
    const isKept = outcome.redact === false || args.options['raw'] !== undefined;
    return isKept ? outcome : await withoutNames(outcome, context);
  } catch (error) {
    return failureOutcome(error, {
      ui: context.ui,
      command: call.command,
      call,
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

function checkInterface(call: Call, context: Context): void {
  if (call.interfaces.includes(context.ui)) return;
  const [other = 'terminal'] = call.interfaces;
  throw new UsageError(
    `\`${call.name}\` works in a ${other} only. There, write \`${usageOf(call, other)}\`.`,
  );
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
