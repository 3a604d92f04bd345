import type { Kernel } from '../kernel.ts';
import { abortWaiting } from '../requests/aborting.ts';
import { observeComms } from '../requests/client-state.ts';
import type { InboundChannel } from '../wire/kernel-server.ts';
import { isOwn, messageContent, type Message, withParent } from '../wire/message.ts';
import { isIdle } from './in-flight.ts';

/** Passes a message that Python sent to one client on to it, and notes what the kernel must know of it. */
export function passReply(kernel: Kernel, channel: InboundChannel, message: Message): void {
  const { clientState, native } = kernel;
  const type = message.header.msg_type;
  if (type === 'input_request') {
    native.flush();
    clientState.awaitsInput = true;
  }
  if (type === 'create_subshell_reply') {
    const id = messageContent(message)['subshell_id'];
    if (typeof id === 'string') clientState.subshells.add(id);
  }
  const cell = native.cell();
  if (type === 'execute_reply' && cell !== undefined && isFor(cell, message)) {
    if (messageContent(message)['status'] === 'error') abortWaiting(kernel, cell);
  }
  if (type === 'execute_reply') clientState.lastReplied = message.parent?.msg_id;
  kernel.clients.send(channel, message);
}

/**
 * Passes a publication of Python on to all clients, behind the native output that was written before it. What threads
 * and the debugger publish belongs to Python's last request, also when that was the kernel's own, which clients do not
 * know: it is passed on under the last cell.
 */
export function passPublication(kernel: Kernel, published: Message): void {
  const { native, count } = kernel;
  const message = isOwn(published.parent) ? withParent(published, native.cell()) : published;
  const type = message.header.msg_type;
  if (type === 'execute_input') {
    const number = messageContent(message)['execution_count'];
    // Noted before the reply: a cell that Python does not survive has used its number, too.
    if (typeof number === 'number') count.used(number - 1);
  }
  observeComms(kernel.clientState, message);
  const cell = native.cell();
  const isOfCell = cell !== undefined && isFor(cell, message);
  if (isOfCell && isIdle(message)) native.end();
  else if (type !== 'status') native.flush();
  const isInput = isOfCell && type === 'execute_input';
  // `showInput` was quicker.
  if (isInput && native.isInputShown()) return;
  kernel.clients.publish(message);
  if (isInput) native.inputShown();
}

function isFor({ header }: Message, { parent }: Message): boolean {
  return header.msg_id === parent?.msg_id;
}

/** Passes a person's input on to Python, if a cell still waits for it. */
export function passInput(
  { clientState, python }: Pick<Kernel, 'clientState' | 'python'>,
  message: Message,
): void {
  if (!clientState.awaitsInput) return;
  clientState.awaitsInput = false;
  python.pass('stdin', message);
}
