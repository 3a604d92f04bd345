import { askPython } from '../../python/ask-python.ts';
import { storeChosenPython } from '../../python/chosen-python.ts';
import { chooseTarget } from '../../python/choose-python.ts';
import { UsageError } from '../../errors.ts';
import { quotedProgram } from '../../shell.ts';
import { shellHere } from '../../process/shell-here.ts';
import type { Status } from '../../report/report.ts';
import type { Arguments, Context, Outcome } from '../../command-model/command.ts';
import { variablesAtStake } from '../../command-model/variables-at-stake.ts';

/** `gpu-python use PATH` and `gpu-python forget`: the next runs, and in a notebook this one, take another Python. */
export async function changePython(context: Context, args: Arguments): Promise<Outcome> {
  const [verb, word, ...rest] = args.positionals;
  if (rest.length > 0)
    throw new UsageError('One Python is enough. A path with blanks needs quotes.');
  if (verb === 'forget') {
    if (word !== undefined)
      throw new UsageError('`forget` takes no path: there is only one choice.');
    return forget(context);
  }
  if (verb !== 'use') {
    throw new UsageError(`gpu-python knows list, use and forget, not \`${verb ?? ''}\`.`);
  }
  if (word === undefined) throw new UsageError('Say which one: `use PATH`. `list` shows them.');
  return use(context, args, word);
}

async function use(context: Context, args: Arguments, word: string): Promise<Outcome> {
  const { environment, cwd, notebook } = context;
  const option = word.replace(/^~(?=[/\\])/, environment['HOME'] ?? '~');
  const { python } = await chooseTarget({ option, environment, cwd });
  const asked = await askPython({ python, environment, cwd });
  const has = typeof asked === 'string' ? null : asked;
  if (notebook !== undefined && notebook.python !== python) {
    const lost = await variablesAtStake(notebook);
    if (lost.length > 0 && args.options['yes'] === undefined) return wouldLose(python, lost);
    context.show({
      blocks: [{ kind: 'progress', text: `Starting ${python} in place of ${notebook.python}` }],
    });
    storeChosenPython(environment, python);
    await notebook.restart({ python });
  } else {
    storeChosenPython(environment, python);
  }
  const lacking = notebook !== undefined && has?.ipykernel == null;
  return say(lacking ? 'warn' : 'ok', {
    text: `From now on ${python} is diagnosed: Python ${has?.version ?? ''}, ${has?.tensorflow ?? 'no TensorFlow'}.`,
    next: lacking
      ? `It has no ipykernel, so Python cells cannot run: \`${quotedProgram(python, shellHere)} -m pip install ipykernel\``
      : nextOf(context),
    python,
    tensorflow: has?.tensorflow ?? null,
  });
}

function forget(context: Context): Outcome {
  storeChosenPython(context.environment, undefined);
  return say('ok', {
    text: 'The choice is forgotten. The active environment or the first Python on PATH counts again.',
    next: context.notebook ? 'It takes effect when the kernel is started again.' : nextOf(context),
    python: null,
    tensorflow: null,
  });
}

function wouldLose(python: string, lost: readonly string[]): Outcome {
  const some = lost.slice(0, 5).map((name) => `\`${name}\``);
  const more = lost.length > some.length ? ` and ${String(lost.length - some.length)} more` : '';
  const { report, value } = say('warn', {
    text: `Nothing was changed. To switch to ${python}, Python has to be started again, and these variables would be lost: ${some.join(', ')}${more}.`,
    next: 'Add `--yes` to do it.',
    python: null,
    tensorflow: null,
  });
  return { report, value: { ...value, wouldLose: lost }, exitCode: 1 };
}

const nextOf = (context: Context): string =>
  `Check it: \`${context.ui === 'notebook' ? '%' : 'tf-gpu-doctor '}gpu-check\``;

function say(
  status: Status,
  said: {
    readonly text: string;
    readonly next: string;
    readonly python: string | null;
    readonly tensorflow: string | null;
  },
): Outcome {
  const { text, next, python, tensorflow } = said;
  return {
    report: { blocks: [{ kind: 'headline', status, text, next }] },
    value: { schema: 'tf-gpu-doctor/python', version: 1, python, tensorflow },
    exitCode: 0,
  };
}
