import { UndeterminedError, UsageError } from '../errors.ts';
import type { JsonObject } from '../json.ts';
import type { Arguments, NotebookPython, Outcome } from './command.ts';

/** Names in the notebook that a person made: not private, not IPython's own, not modules. */
const expression =
  "[n for n, v in list(get_ipython().user_ns.items()) if not n.startswith('_') and n not in get_ipython().user_ns_hidden and type(v).__name__ != 'module']";

/** The longest list of names that a sentence holds. */
const named = 5;

/**
 * The variables that a restart of the notebook's Python would lose. Empty when Python is not running, or only starting:
 * nothing has run in it yet.
 *
 * @throws UndeterminedError when Python is busy: then nobody can say what would be lost
 */
async function variablesAtStake(notebook: NotebookPython): Promise<readonly string[]> {
  const state = notebook.state();
  if (state === 'dead' || state === 'missing' || state === 'starting') return [];
  if (state === 'busy') {
    throw new UndeterminedError('Python is busy. Interrupt it or wait, then try again.');
  }
  const names = await notebook.ask(expression, 5000);
  return Array.isArray(names) ? names.filter((name) => typeof name === 'string') : [];
}

const chooseOurKernel = 'Choose it for this notebook, or use the command in a terminal.';

/** A change that needs a restart of the notebook's Python. */
export interface Restart {
  /** What it is for, as in “To … Python has to be started again”. */
  readonly purpose: string;
  /** The magic that was typed, to be repeated with `--yes`. */
  readonly line: string;
  /** The command's own value; `wouldLose` is added. */
  readonly value: JsonObject;
  /** What a person does where no command can start Python again. */
  readonly instead?: string;
}

/**
 * The answer of a command that did nothing, because its restart would lose variables; undefined when nothing would be
 * lost or `--yes` was given.
 *
 * @throws UndeterminedError when Python is busy, UsageError in an ordinary kernel
 */
export async function refuseToLose(
  notebook: NotebookPython,
  args: Arguments,
  { purpose, line, value, instead = chooseOurKernel }: Restart,
): Promise<Outcome | undefined> {
  if (notebook.canRestart === false) {
    throw new UsageError(
      `Only the kernel TensorFlow GPU Doctor can start Python again from a cell. ${instead}`,
    );
  }
  if (args.options['yes'] !== undefined) return undefined;
  const lost = await variablesAtStake(notebook);
  if (lost.length === 0) return undefined;
  const some = lost.slice(0, named).map((name) => `\`${name}\``);
  const more = lost.length > named ? ` and ${lost.length - named} more` : '';
  return {
    report: {
      blocks: [
        {
          kind: 'headline',
          status: 'warn',
          text: `Nothing was changed. To ${purpose}, Python has to be started again, and these variables would be lost: ${some.join(', ')}${more}.`,
          next: `If that is fine, run \`${line} --yes\`.`,
        },
      ],
    },
    value: { ...value, wouldLose: lost },
    exitCode: 1,
  };
}
