import type { Answer as CallAnswer, Call } from '../magics/magic-rpc.ts';
import { isIdle } from './in-flight.ts';
import { answerTo } from '../requests/reply.ts';
import type { Kernel } from '../kernel.ts';
import { runMagic } from '../magics/run-magic.ts';
import { condemnWaiting } from '../requests/aborting.ts';
import type { InboundChannel } from '../wire/kernel-server.ts';
import { contentOf, type Message } from '../wire/message.ts';

/** Hands on what Python replies, having looked at what the front must know of it. */
export function passReply(kernel: Kernel, channel: InboundChannel, message: Message): void {
  const type = message.header.msg_type;
  if (type === 'input_request') kernel.awaitsInput = true;
  if (type === 'create_subshell_reply') {
    const id = contentOf(message)['subshell_id'];
    if (typeof id === 'string') kernel.subshells.add(id);
  }
  const cell = kernel.native.cell();
  if (type === 'execute_reply' && cell && isFor(cell, message)) {
    if (contentOf(message)['status'] === 'error') condemnWaiting(kernel, cell);
  }
  kernel.outlet.send(channel, message);
}

/** Hands on what Python publishes. */
export function passPublication(kernel: Kernel, message: Message): void {
  const type = message.header.msg_type;
  if (type === 'execute_input') {
    const number = contentOf(message)['execution_count'];
    // Seen before the reply: a cell that Python does not survive has had its number, too.
    if (typeof number === 'number') kernel.count.used(number - 1);
  }
  kernel.comms.observe(message);
  const cell = kernel.native.cell();
  const isOfCell = cell !== undefined && isFor(cell, message);
  if (isOfCell && isIdle(message)) kernel.native.end();
  kernel.outlet.publish(message);
  if (isOfCell && type === 'execute_input') kernel.native.release();
}

function isFor({ header }: Message, { parent }: Message): boolean {
  return header.msg_id === parent?.msg_id;
}

/** Hands on a person's input, if it is still waited for. */
export function passInput(kernel: Kernel, message: Message): void {
  if (message.header.msg_type !== 'input_reply' || !kernel.awaitsInput) return;
  kernel.awaitsInput = false;
  kernel.backend.pass('stdin', message);
}

/** A magic was called inside a Python cell: it shows its result under that cell and returns its value. */
export async function answerCall(
  kernel: Kernel,
  call: Call,
  hungUp: AbortSignal,
): Promise<CallAnswer> {
  const cell = kernel.backend.find(call.cell_id ?? undefined) ?? kernel.native.cell();
  if (cell === undefined) return { error: 'There is no cell that this could be shown under.' };
  const { publish } = answerTo(kernel.outlet, 'shell', cell);
  const { name, line } = call;
  const magic = { name, line, ...(call.cell !== null && { cell: call.cell }) };
  const end = await kernel.interrupts.during(
    (signal) => runMagic(kernel, magic, publish, signal),
    hungUp,
  );
  return 'error' in end ? { error: end.lines.join('\n') } : end;
}
