import { optionText } from '../../command-model/check-options.ts';
import { basename } from 'node:path';
import type { Session } from '../../jupyter/server.ts';
import { runNotebook, type CellResult } from '../../jupyter/run-notebook.ts';
import { UsageError } from '../../errors.ts';
import { secretOf } from '../../jupyter/secret.ts';
import type { Arguments, Context, Outcome } from '../../command-model/command.ts';
import { openFiles, type Files } from './files.ts';
import { limitsOf } from './options.ts';
import { outcomeOf } from './report.ts';
import { savingOf } from './saving.ts';
import { useServer, type UsedServer } from './server.ts';

/**
 * Runs one notebook and saves it after each cell and, while a cell runs on, every few seconds.
 *
 * @throws UsageError for a file that is not a notebook, an unknown kernel, a wrong option
 * @throws FileError when the file cannot be written
 * @throws UndeterminedError when the server does not answer, does not let us in or starts no kernel
 */
export async function runFile(context: Context, args: Arguments): Promise<Outcome> {
  const [name] = args.positionals;
  if (name === undefined) throw new UsageError('Name the notebook: `notebook run FILE`.');
  limitsOf(args);
  const files = openFiles(context.cwd, name, optionText(args, 'output'));
  const started = optionText(args, 'server') === undefined;
  progress(context, started ? 'Starting a Jupyter server' : 'Asking the Jupyter server');
  const used = await useServer(context, args, files.file);
  const secret = secretOf(used.token);
  try {
    const outcome = await runOn(used, context, args, files);
    return { ...outcome, value: secret.value(outcome.value), report: secret.value(outcome.report) };
  } catch (error) {
    secret.error(error);
    throw error;
  } finally {
    await used.stop();
  }
}

async function runOn(
  used: UsedServer,
  context: Context,
  args: Arguments,
  { file, notebook, saved }: Files,
): Promise<Outcome> {
  progress(context, 'Starting the kernel');
  const kernel = optionText(args, 'kernel') ?? notebook.metadata.kernelspec?.name;
  const session = await used.server.start(basename(file), kernel);
  const saving = savingOf(notebook, saved, secretOf(used.token));
  const limits = limitsOf(args);
  const total = notebook.cells.length;
  const { results, ended } = await andEnd(session, () =>
    runNotebook({
      session,
      notebook,
      ...(limits.cell !== undefined && { cellTimeoutMs: limits.cell }),
      reconnectMs: limits.reconnect,
      allowErrors: args.options['allow-errors'] !== undefined,
      signal: context.signal,
      onProgress: ({ cell, connected }) => {
        const lost = connected ? '' : ': the connection was lost, waiting for it to come back';
        progress(context, `Cell ${String(cell)} of ${String(total)}${lost}`, (cell - 1) / total);
      },
      onChange: (cellEnded) => (cellEnded ? saving.now() : saving.soon()),
    }).finally(() => saving.stop()),
  );
  return outcomeOf({ file, saved, used, results, ended, kernel: session.kernelName });
}

/** Whatever happens, the session and its kernel do not stay behind. */
async function andEnd(
  session: Session,
  run: () => Promise<readonly CellResult[]>,
): Promise<{ readonly results: readonly CellResult[]; readonly ended: boolean }> {
  let results;
  try {
    results = await run();
  } catch (error) {
    await session.end();
    throw error;
  }
  return { results, ended: await session.end() };
}

function progress(context: Context, text: string, done?: number): void {
  context.show({ blocks: [{ kind: 'progress', text, ...(done !== undefined && { done }) }] });
}
