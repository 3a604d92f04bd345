import { UsageError } from '../../errors.ts';
import type { Arguments, Context, Outcome } from '../../command-model/command.ts';
import { nearest } from '../../command-model/nearest.ts';
import { answer, hint, start, stop } from './exercise.ts';
import { list } from './list.ts';
import { run } from './run-command.ts';

const verbs = { list, start, hint, answer, stop, run };

/** `lab` and its words. */
export function useLab(context: Context, args: Arguments): Outcome | Promise<Outcome> {
  const [verb = 'list', ...words] = args.positionals;
  if (isVerb(verb)) return verbs[verb](context, words, args);
  const near = nearest(verb, Object.keys(verbs));
  const meant = near === undefined ? '' : ` Did you mean \`${near}\`?`;
  throw new UsageError(
    `The lab knows list, start, hint, answer, stop and run, not \`${verb}\`.${meant}`,
  );
}

function isVerb(word: string): word is keyof typeof verbs {
  return Object.hasOwn(verbs, word);
}
