import type { Context } from '../command-model/command.ts';
import type { Run } from '../command-model/run.ts';
import { UsageError } from '../errors.ts';
import { route } from './route.ts';

/**
 * Finds and runs what a command line asks for. Commands are loaded only when they are needed.
 * Wrong usage and failures are outcomes, too; only a broken installation rejects.
 */
export async function call(argv: readonly string[], context: Context): Promise<Run> {
  const { failureOutcome } = await import('../command-model/failure.ts');
  try {
    const asked = route(argv);
    const { commands } = await import('../commands/index.ts');
    if (asked.kind === 'help') {
      const { helpOfAllOutcome } = await import('../command-model/run.ts');
      const here = commands.filter((command) => command.interfaces.includes('terminal'));
      return { ...helpOfAllOutcome(here), json: await asksForJson(argv) };
    }
    const { name, words } = asked;
    const command = commands.find((one) => one.name === name);
    if (command === undefined) {
      const { didYouMean } = await import('../command-model/nearest.ts');
      const names = commands.map((one) => one.name);
      throw new UsageError(`There is no command \`${name}\`.${didYouMean(name, names)}`);
    }
    const { runWords } = await import('../command-model/run.ts');
    return await runWords(command, context, words);
  } catch (error) {
    const verbose = argv.includes('--verbose');
    const failed = { ui: 'terminal', verbose, interrupted: context.signal.aborted } as const;
    return { ...failureOutcome(error, failed), json: await asksForJson(argv) };
  }
}

async function asksForJson(argv: readonly string[]): Promise<boolean> {
  const parse = await import('../command-model/parse.ts');
  return parse.asksForJson(argv);
}
