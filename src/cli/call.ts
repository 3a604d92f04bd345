import type { Context, Outcome } from '../command-model/command.ts';
import { UsageError } from '../errors.ts';
import { route } from './route.ts';

/**
 * Finds and runs what a command line asks for. Commands are loaded only when they are needed.
 * Wrong usage and failures are outcomes, too; only a broken installation rejects.
 */
export async function call(argv: readonly string[], context: Context): Promise<Outcome> {
  const { failureOutcome } = await import('../command-model/failure.ts');
  try {
    const asked = route(argv);
    const { commands } = await import('../commands/index.ts');
    if (asked.kind === 'help' && asked.name === undefined) {
      const { helpOfAllOutcome } = await import('../command-model/run.ts');
      return helpOfAllOutcome(
        commands.filter((command) => command.interfaces.includes('terminal')),
      );
    }
    const command = commands.find((one) => one.name === asked.name);
    if (command === undefined) {
      const { nearest } = await import('../command-model/nearest.ts');
      const near = nearest(
        asked.name ?? '',
        commands.map((one) => one.name),
      );
      const hint = near === undefined ? '' : ` Did you mean \`${near}\`?`;
      throw new UsageError(`There is no command \`${asked.name}\`.${hint}`);
    }
    const { runWords } = await import('../command-model/run.ts');
    return await runWords(command, context, asked.kind === 'help' ? ['--help'] : asked.words);
  } catch (error) {
    const verbose = argv.includes('--verbose');
    return failureOutcome(error, {
      ui: 'terminal',
      verbose,
      interrupted: context.signal.aborted,
    });
  }
}
