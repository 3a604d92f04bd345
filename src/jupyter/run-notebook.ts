import { UndeterminedError } from '../errors.ts';
import { watchKernel, type KernelWatch } from './kernel-watch.ts';
import { cellSource, type Notebook, type RunnableCell } from './notebook-format.ts';
import { collectOutputs } from './outputs.ts';
import { runCell, type CellEnd } from './run-cell.ts';
import type { Session } from './server.ts';

export interface NotebookRun {
  readonly session: Session;
  /** Filled with outputs in place. */
  readonly notebook: Notebook;
  readonly cellTimeoutMs?: number;
  readonly reconnectMs: number;
  /** Go on after a cell that failed. */
  readonly allowErrors: boolean;
  readonly signal: AbortSignal;
  /** A cell begins, or the connection to its kernel went or came back. */
  readonly onProgress: (at: { readonly cell: number; readonly connected: boolean }) => void;
  /** The notebook has new outputs. `cellEnded`: the last of its cell. */
  readonly onChange: (cellEnded: boolean) => void;
}

/** One code cell that was to run. */
export interface CellResult {
  /** Its place in the notebook, from 1, text cells counted. */
  readonly cell: number;
  readonly id: string;
  readonly end: CellEnd | { readonly how: 'not-run' };
  /** It failed and was allowed to: a tag or `--allow-errors` says so. */
  readonly allowed: boolean;
  readonly ms: number;
}

/** A kernel that is busy with its start answers late. In ms. */
const startWithin = 60_000;

/**
 * Runs all cells of a notebook in their order, until one fails that may not.
 * @throws UndeterminedError when the kernel never answers
 */
export async function runNotebook(run: NotebookRun): Promise<readonly CellResult[]> {
  const { notebook, session } = run;
  const { kernel } = session;
  const watch = watchKernel(kernel, () => session.isKnown(), run.reconnectMs);
  await started(run, watch);
  const outputs = collectOutputs();
  kernel.anyMessage.connect((_, { msg, direction }) => {
    if (direction === 'recv' && msg.channel === 'iopub' && outputs.take(msg)) run.onChange(false);
  });
  notebook.cells.filter((cell) => isCode(cell) && !isLeftOut(cell)).forEach(empty);

  const results: CellResult[] = [];
  let over = false;
  for (const [at, cell] of notebook.cells.entries()) {
    if (!runs(cell)) continue;
    const place = { cell: at + 1, id: cell.id ?? '' };
    if (over) {
      results.push({ ...place, end: { how: 'not-run' }, allowed: false, ms: 0 });
      continue;
    }
    run.onProgress({ cell: place.cell, connected: true });
    const stop = watch.onConnection((connected) => {
      run.onProgress({ cell: place.cell, connected });
    });
    const start = performance.now();
    const end = await runCell({
      kernel,
      watch,
      code: cellSource(cell),
      ...(run.cellTimeoutMs !== undefined && { timeoutMs: run.cellTimeoutMs }),
      signal: run.signal,
      onRequest: (id) => outputs.begin(cell, id),
    });
    stop();
    const allowed = end.how === 'error' && (run.allowErrors || hasTag(cell, 'raises-exception'));
    over = end.how !== 'ok' && !allowed;
    if (end.how === 'died') cell.outputs?.push(deathNote);
    results.push({ ...place, end, allowed, ms: performance.now() - start });
    run.onChange(true);
  }
  return results;
}

/** What the saved notebook shows under the cell: without it, it would look as if it had ended well. */
const deathNote = {
  ename: 'DeadKernelError',
  evalue: 'The kernel died while this cell ran.',
  output_type: 'error',
  traceback: ['The kernel died while this cell ran.'],
} as const;

/** Waits for the kernel's first answer and notes its language, as Jupyter's own clients do. */
async function started(run: NotebookRun, watch: KernelWatch): Promise<void> {
  const { kernel, kernelName } = run.session;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), startWithin);
  });
  const aborted = new Promise<'aborted'>((resolve) => {
    run.signal.addEventListener('abort', () => resolve('aborted'), { once: true });
  });
  const first = await Promise.race([kernel.info, watch.gone, late, aborted]);
  clearTimeout(timer);
  run.signal.throwIfAborted();
  if (typeof first === 'object') {
    run.notebook.metadata.language_info = first.language_info;
    return;
  }
  throw new UndeterminedError(
    first === 'late'
      ? `The kernel \`${kernelName}\` gave no answer within a minute. Nothing was run.`
      : `The kernel \`${kernelName}\` ended before its first answer; nothing was run. A Python without the package ipykernel does so: \`python -m pip install ipykernel\` repairs that one.`,
  );
}

const isCode = (cell: RunnableCell): boolean => cell.cell_type === 'code';

/** An empty cell does nothing; the tag is Jupyter's own. */
const runs = (cell: RunnableCell): boolean =>
  isCode(cell) && cellSource(cell).trim() !== '' && !isLeftOut(cell);

const isLeftOut = (cell: RunnableCell): boolean => hasTag(cell, 'skip-execution');

const hasTag = (cell: RunnableCell, tag: string): boolean =>
  cell.metadata.tags?.includes(tag) === true;

/** So that old outputs never stand beside new ones. */
function empty(cell: RunnableCell): void {
  cell.outputs = [];
  cell.execution_count = null;
}
