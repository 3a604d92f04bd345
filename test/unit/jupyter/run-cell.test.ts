import type { Kernel, KernelMessage } from '@jupyterlab/services';
import { expect, test, vi } from 'vitest';
import type { Gone, KernelWatch } from '../../../src/jupyter/kernel-watch.ts';
import { runCell } from '../../../src/jupyter/run-cell.ts';
import { waiting } from '../../../src/jupyter/waiting.ts';

type Content = Partial<KernelMessage.IExecuteReplyMsg['content']>;

/** A kernel whose requests are answered by the test, in the order in which they were sent. */
function fakeKernel() {
  const sent: { readonly code: string; readonly answer: (content: Content) => void }[] = [];
  const gone = waiting<Gone>();
  const listeners: ((connected: boolean) => void)[] = [];
  const interrupt = vi.fn<() => Promise<void>>(async () => {
    sent[0]?.answer({ status: 'error', ename: 'KeyboardInterrupt', evalue: '' });
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only what running a cell uses
  const kernel = {
    isDisposed: false,
    interrupt,
    requestExecute: ({ code }: { code: string }) => {
      const { promise, fulfil } = waiting<{ content: Content }>();
      sent.push({ code, answer: (content) => fulfil({ content }) });
      return { msg: { header: { msg_id: `request ${String(sent.length)}` } }, done: promise };
    },
  } as unknown as Kernel.IKernelConnection;
  const watch: KernelWatch = {
    gone: gone.promise,
    onConnection(listener) {
      listeners.push(listener);
      return () => listeners.splice(listeners.indexOf(listener), 1);
    },
  };
  const connection = (connected: boolean): void => listeners.forEach((one) => one(connected));
  const stop = new AbortController();
  const run = (timeoutMs?: number) =>
    runCell({
      kernel,
      watch,
      code: 'x',
      signal: stop.signal,
      onRequest: () => {},
      ...(timeoutMs !== undefined && { timeoutMs }),
    });
  return { sent, gone, listeners, connection, stop, run, interrupt };
}

test('a cell ends with its answer', async () => {
  const { sent, run, listeners } = fakeKernel();
  const end = run();
  sent[0]?.answer({ status: 'ok' });
  expect(await end).toEqual({ how: 'ok' });
  expect(listeners).toEqual([]);
});

test('colours are no part of an error', async () => {
  const { sent, run } = fakeKernel();
  const end = run();
  sent[0]?.answer({ status: 'error', ename: '\u001b[31mE\u001b[0m', evalue: 'v' });
  expect(await end).toEqual({ how: 'error', name: 'E', message: 'v' });
});

test('an answer that was lost with the connection is not waited for', async () => {
  const { sent, run, connection } = fakeKernel();
  const end = run();
  connection(false);
  expect(sent).toHaveLength(1);
  connection(true);
  expect(sent.map(({ code }) => code)).toEqual(['x', '']);
  sent[1]?.answer({ status: 'ok' });
  expect(await end).toEqual({ how: 'untold' });
});

test('an answer that comes after the connection is back counts', async () => {
  const { sent, run, connection } = fakeKernel();
  const end = run();
  connection(false);
  connection(true);
  sent[0]?.answer({ status: 'ok' });
  sent[1]?.answer({ status: 'ok' });
  expect(await end).toEqual({ how: 'ok' });
});

test.each(['died', 'lost', 'forgotten'] as const)('the kernel is gone: %s', async (how) => {
  const { gone, run } = fakeKernel();
  const end = run();
  gone.fulfil(how);
  expect(await end).toEqual({ how });
});

test('out of time, it is interrupted', async () => {
  const { run, interrupt } = fakeKernel();
  expect(await run(1)).toEqual({ how: 'timeout' });
  expect(interrupt).toHaveBeenCalledOnce();
});

test('stopped by the person', async () => {
  const { stop, run } = fakeKernel();
  const end = run();
  stop.abort();
  expect(await end).toEqual({ how: 'interrupted' });
  expect(await run()).toEqual({ how: 'interrupted' });
});
