import type { Kernel, KernelMessage } from '@jupyterlab/services';
import { stripVTControlCharacters } from 'node:util';
import type { Gone, KernelWatch } from './kernel-watch.ts';
import { waiting } from './waiting.ts';

/** How the running of one cell ended. */
export type CellEnd =
  | { readonly how: 'ok' }
  | { readonly how: 'error'; readonly name: string; readonly message: string }
  /** It did not end in time, and was interrupted. */
  | { readonly how: 'timeout' }
  /** The person stopped the run. */
  | { readonly how: 'interrupted' }
  /** It ended while the connection was away, and how it ended got lost with it. */
  | { readonly how: 'untold' }
  | { readonly how: Gone };

export interface CellRun {
  readonly kernel: Kernel.IKernelConnection;
  readonly watch: KernelWatch;
  readonly code: string;
  /** Absent: it may take for ever. */
  readonly timeoutMs?: number;
  readonly signal: AbortSignal;
  /** Called with the request's id before it is sent. */
  readonly onRequest: (id: string) => void;
}

/** How long an interrupted cell gets to say how it ended, in ms. */
const graceMs = 5000;

/** Runs a cell and waits for its end. Never rejects for what happens to cell, kernel or connection. */
export async function runCell(run: CellRun): Promise<CellEnd> {
  const { kernel, watch, signal } = run;
  if (kernel.isDisposed) return { how: await watch.gone };
  const future = kernel.requestExecute({ code: run.code, allow_stdin: false, stop_on_error: true });
  run.onRequest(future.msg.header.msg_id);
  const done = future.done.then(endOf, async () => ({ how: await watch.gone }));
  const untold = answerLost(run);
  const stopped = abortOf(signal);
  const timer = after(run.timeoutMs);
  try {
    const end = await Promise.race([
      done,
      watch.gone.then((how) => ({ how })),
      untold.promise,
      stopped.promise,
      timer.promise,
    ]);
    if (end.how !== 'timeout') return end;
    await kernel.interrupt().catch(() => {});
    const grace = after(graceMs);
    await Promise.race([done, grace.promise]);
    grace.stop();
    return end;
  } finally {
    untold.stop();
    stopped.stop();
    timer.stop();
  }
}

function endOf(reply: KernelMessage.IExecuteReplyMsg): CellEnd {
  const { content } = reply;
  if (content.status === 'ok') return { how: 'ok' };
  if (content.status !== 'error') {
    return { how: 'error', name: 'Aborted', message: 'The kernel did not run this cell.' };
  }
  return {
    how: 'error',
    name: stripVTControlCharacters(content.ename),
    message: stripVTControlCharacters(content.evalue),
  };
}

/** Something that may end the wait for a cell. */
interface Interruption {
  readonly promise: Promise<CellEnd>;
  readonly stop: () => void;
}

/**
 * What a server sends into a connection that is just breaking is lost. So once the connection is back, an empty
 * request is queued behind the cell: when that one is answered and the cell is not, its answer will not come.
 */
function answerLost({ kernel, watch }: CellRun): Interruption {
  const { promise, fulfil } = waiting<CellEnd>();
  const stop = watch.onConnection((connected) => {
    if (!connected || kernel.isDisposed) return;
    const behind = kernel.requestExecute({ code: '', silent: true, store_history: false });
    behind.done.then(
      () => fulfil({ how: 'untold' }),
      () => {},
    );
  });
  return { promise, stop };
}

function abortOf(signal: AbortSignal): Interruption {
  const { promise, fulfil } = waiting<CellEnd>();
  const abort = (): void => fulfil({ how: 'interrupted' });
  if (signal.aborted) abort();
  else signal.addEventListener('abort', abort);
  return { promise, stop: () => signal.removeEventListener('abort', abort) };
}

function after(ms: number | undefined): Interruption {
  const { promise, fulfil } = waiting<CellEnd>();
  const timer = ms === undefined ? undefined : setTimeout(() => fulfil({ how: 'timeout' }), ms);
  return { promise, stop: () => clearTimeout(timer) };
}
