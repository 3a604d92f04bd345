import { checkRequest } from '../../command-model/check-options.ts';
import type { Arguments, Context, Outcome } from '../../command-model/command.ts';
import { UsageError } from '../../errors.ts';
import { applyOne } from './apply.ts';
import { list } from './list.ts';
import { tryOne } from './try.ts';
import { undoLast } from './undo.ts';

/** `gpu-fix`, `--try`, `--apply`, `--undo`. Exit code of `--try`: 0 proven, 1 refuted, 3 untriable. */
export async function fix(context: Context, args: Arguments): Promise<Outcome> {
  const { options } = args;
  const asked = ['try', 'apply', 'undo'].filter((name) => options[name] !== undefined);
  if (asked.length > 1) {
    throw new UsageError(`\`--${asked.join('` and `--')}\` cannot go together.`);
  }
  const [word] = args.positionals;
  if (word !== undefined && (asked.length === 0 || asked[0] === 'undo')) {
    throw new UsageError(`\`${word}\` is for \`--try\` or \`--apply\`.`);
  }
  if (options['lasting'] !== undefined && asked[0] !== 'apply') {
    throw new UsageError('`--lasting` belongs to `--apply`.');
  }
  if (asked.length > 0 && options['from'] !== undefined) {
    throw new UsageError(
      '`--from` lists the remedies of a recorded machine; nothing can be tried or changed there.',
    );
  }
  const request = checkRequest(context, args);
  switch (asked[0]) {
    case 'try':
      return tryOne(context, args, request, word);
    case 'apply':
      return applyOne(context, args, request, word);
    case 'undo':
      return undoLast(context, args, request);
    case undefined:
    default:
      return list(context, request);
  }
}
