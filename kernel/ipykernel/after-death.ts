import { answerTo } from '../requests/reply.ts';
import { type Death, linesOf } from './death.ts';
import { failRequest } from '../requests/failure.ts';
import type { Kernel } from '../kernel.ts';
import { condemnWaiting } from '../requests/aborting.ts';
import type { InboundChannel } from '../wire/kernel-server.ts';
import { compose, type Message } from '../wire/message.ts';

/**
 * Python is gone. Tells the clients, in this order: the cell's error, no more waiting for input, comms closed, other
 * requests failed, subshells forgotten, the debugger's session over. `death` is absent when Python was ended on purpose.
 */
export function tellOfDeath(
  kernel: Kernel,
  requests: readonly Message[],
  error: Error,
  death: Death | undefined,
): void {
  const lines = death === undefined ? [error.message] : linesOf(death);
  kernel.native.end();
  const cell = requests.find((request) => isMainCell(request));
  const failure = { name: error.name, lines };
  if (cell !== undefined) {
    condemnWaiting(kernel, cell);
    failRequest(kernel, 'shell', cell, failure);
  } else if (death !== undefined) tellBesideCells(kernel, lines);
  kernel.awaitsInput = false;
  closeComms(kernel, cell);
  for (const request of requests) {
    if (request !== cell) failRequest(kernel, channelOf(request), request, failure);
  }
  kernel.subshells.clear();
  endDebugging(kernel);
  kernel.count.restarted();
}

/** Python ended between two cells: the last one is where somebody looks. */
function tellBesideCells({ outlet, native }: Kernel, lines: readonly string[]): void {
  const cell = native.cell();
  if (cell === undefined) return;
  answerTo(outlet, 'shell', cell).publish('stream', {
    name: 'stderr',
    text: `${lines.join('\n')}\n`,
  });
}

function closeComms({ outlet, comms }: Kernel, parent: Message | undefined): void {
  for (const comm_id of comms.clear()) {
    const content = { comm_id, data: {} };
    const identities = [Buffer.from(`comm-${comm_id}`)];
    outlet.publish(compose({ type: 'comm_close', content, parent, identities }));
  }
}

function endDebugging(kernel: Kernel): void {
  if (!kernel.debugged) return;
  kernel.debugged = false;
  const content = { type: 'event', event: 'terminated', seq: 0, body: {} };
  const identities = [Buffer.from('debug_event')];
  kernel.outlet.publish(compose({ type: 'debug_event', content, identities }));
}

function isMainCell(request: Message): boolean {
  return request.header.msg_type === 'execute_request' && !request.header.subshell_id;
}

/** The requests that Python answers on control; all others came on shell. */
export const controlTypes = [
  'debug_request',
  'create_subshell_request',
  'delete_subshell_request',
  'list_subshell_request',
  'usage_request',
] as const;

function channelOf({ header }: Message): InboundChannel {
  return (controlTypes as readonly string[]).includes(header.msg_type) ? 'control' : 'shell';
}
