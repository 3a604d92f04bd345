import { answerTo } from './reply.ts';
import type { Kernel } from '../kernel.ts';
import { contentOf, type Message } from '../wire/message.ts';

/**
 * A cell has failed: the cells that were sent with it shall not run. Called before its client can know, so that what
 * waits now was sent without knowing, and nothing else is lost.
 */
export function condemnWaiting(kernel: Kernel, cell: Message): void {
  const { silent, stop_on_error } = contentOf(cell);
  if (silent === true || stop_on_error === false) return;
  const cells = kernel.queue.take(({ header }) => header.msg_type === 'execute_request');
  kernel.condemned.push(...cells);
}

/** Answers the condemned cells, after the one that failed. */
export function abortCondemned(kernel: Kernel): void {
  for (const cell of kernel.condemned.splice(0)) {
    const answer = answerTo(kernel.outlet, 'shell', cell);
    answer.busy();
    answer.reply({ status: 'aborted' }, { status: 'aborted' });
    answer.idle();
  }
}
