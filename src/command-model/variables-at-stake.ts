import { UndeterminedError } from '../errors.ts';
import type { NotebookPython } from './command.ts';

/** Names in the notebook that a person made: not private, not IPython's own, not modules. */
const expression =
  "[n for n, v in list(get_ipython().user_ns.items()) if not n.startswith('_') and n not in get_ipython().user_ns_hidden and type(v).__name__ != 'module']";

/**
 * The variables that a restart of the notebook's Python would lose. Empty when Python is not running, or only starting:
 * nothing has run in it yet.
 *
 * @throws UndeterminedError when Python is busy: then nobody can say what would be lost
 */
export async function variablesAtStake(notebook: NotebookPython): Promise<readonly string[]> {
  const state = notebook.state();
  if (state === 'dead' || state === 'missing' || state === 'starting') return [];
  if (state === 'busy') {
    throw new UndeterminedError('Python is busy. Interrupt it or wait, then try again.');
  }
  const names = await notebook.ask(expression, 5000);
  return Array.isArray(names) ? names.filter((name) => typeof name === 'string') : [];
}
