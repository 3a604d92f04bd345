import type { Context } from '../command-model/command.ts';
import { failureOutcome } from '../command-model/failure.ts';
import { didYouMean } from '../command-model/nearest.ts';
import { asksForJson } from '../command-model/parse.ts';
import { helpOfAllOutcome, type Run, runWords } from '../command-model/run.ts';
import { commands } from '../commands/index.ts';
import { UsageError } from '../errors.ts';
import { route } from './route.ts';

/**
 * Finds and runs what a command line asks for. What a command does is loaded when it is run.
 * Wrong usage and failures are outcomes, too; only a broken installation rejects.
 */
export async function call(argv: readonly string[], context: Context): Promise<Run> {
  try {
    const asked = route(argv);
    if (asked.kind === 'help') {
      const here = commands.filter((command) => command.interfaces.includes('terminal'));
      return { ...helpOfAllOutcome(here), json: asksForJson(argv) };
    }
    const { name, words } = asked;
    const command = commands.find((one) => one.name === name);
    if (command === undefined) {
      const names = commands.map((one) => one.name);
      throw new UsageError(`There is no command \`${name}\`.${didYouMean(name, names)}`);
    }
    return await runWords(command, context, words);
  } catch (error) {
    const verbose = argv.includes('--verbose');
    const failed = { ui: 'terminal', verbose, interrupted: context.signal.aborted } as const;
    return { ...failureOutcome(error, failed), json: asksForJson(argv) };
  }
}
