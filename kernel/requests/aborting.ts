import type { Kernel } from '../kernel.ts';
import { hasReply } from '../message-types.ts';
import { messageContent, type Message } from '../wire/message.ts';
import { respondTo } from './reply.ts';

/**
 * Aborts the cells that wait behind one that failed. Call it before replying: requests that are queued now were sent
 * before the client saw the error, and nothing else is lost.
 */
export function abortWaiting(
  { queue, aborted }: Pick<Kernel, 'queue' | 'aborted'>,
  failedCell: Message,
): void {
  const { silent, stop_on_error } = messageContent(failedCell);
  if (silent === true || stop_on_error === false) return;
  aborted.push(...queue.take(({ header }) => header.msg_type === 'execute_request'));
}

/** Answers the aborted cells, after the one that failed. */
export function replyAborted({ aborted, clients }: Pick<Kernel, 'aborted' | 'clients'>): void {
  for (const request of aborted.splice(0)) {
    const responder = respondTo(clients, 'shell', request);
    responder.busy();
    if (hasReply(request.header.msg_type)) {
      responder.reply({ status: 'aborted' }, { status: 'aborted' });
    }
    responder.idle();
  }
}

/** The kernel ends: everything that waits is answered as aborted. */
export function abortQueue(kernel: Pick<Kernel, 'queue' | 'aborted' | 'clients'>): void {
  kernel.aborted.push(...kernel.queue.take(() => true));
  replyAborted(kernel);
}
