import type { Arguments, Context, NotebookPython, Outcome } from '../../command-model/command.ts';
import { refuseToLose, type Restart } from '../../command-model/variables-at-stake.ts';
import { progress } from './list.ts';

/**
 * Restarts the notebook's Python, unless variables would be lost and nobody said yes.
 * @returns the answer that says so; undefined when Python was started again
 */
export async function restarted(
  context: Context,
  args: Arguments,
  notebook: NotebookPython,
  change: Parameters<NotebookPython['restart']>[0],
  restart: Restart,
): Promise<Outcome | undefined> {
  const refused = await refuseToLose(notebook, args, restart);
  if (refused) return refused;
  progress(context, 'Restarting Python under the change');
  await notebook.restart(change);
  return undefined;
}
