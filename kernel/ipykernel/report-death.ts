import type { Kernel } from '../kernel.ts';
import { channelOf } from '../message-types.ts';
import { abortWaiting } from '../requests/aborting.ts';
import { type ErrorName, failRequest } from '../requests/failure.ts';
import { respondTo } from '../requests/reply.ts';
import { showInput } from '../requests/show-input.ts';
import { compose, type Message } from '../wire/message.ts';
import { type Death, deathLines } from './death.ts';

/**
 * Reports to the clients that the Python process has ended, in this order: the cell's error, no more waiting for input,
 * comms closed, other requests failed, subshells forgotten, the debugger's session ended. `death` is absent when Python
 * was ended on purpose.
 */
export function reportDeath(
  kernel: Kernel,
  requests: readonly Message[],
  error: Error & { readonly name: ErrorName },
  death: Death | undefined,
): void {
  const { clients, clientState, native } = kernel;
  const lines = death === undefined ? [error.message] : deathLines(death);
  const failure = { name: error.name, lines };
  const cell = requests.find((request) => isMainCell(request));
  if (cell !== undefined) {
    showInput(kernel, cell);
    native.end();
    abortWaiting(kernel, cell);
    failRequest(kernel, 'shell', cell, failure);
  } else {
    native.end();
    if (death !== undefined) reportBetweenCells(kernel, lines);
  }
  clientState.awaitsInput = false;
  closeComms(kernel, cell);
  for (const request of requests) {
    if (request !== cell) {
      failRequest(kernel, channelOf(request.header.msg_type), request, failure);
    }
  }
  clientState.subshells.clear();
  if (clientState.isDebugged) {
    clientState.isDebugged = false;
    const content = { type: 'event', event: 'terminated', seq: 0, body: {} };
    const identities = [Buffer.from('debug_event')];
    clients.publish(compose({ type: 'debug_event', content, identities }));
  }
  kernel.count.restarted();
}

/** Python ended between two cells: the report is shown under the last one, where a person looks. */
function reportBetweenCells({ clients, native }: Kernel, lines: readonly string[]): void {
  const cell = native.cell();
  if (cell === undefined) return;
  const text = `${lines.join('\n')}\n`;
  respondTo(clients, 'shell', cell).publish('stream', { name: 'stderr', text });
}

function closeComms({ clients, clientState }: Kernel, parent: Message | undefined): void {
  for (const comm_id of clientState.comms) {
    const content = { comm_id, data: {} };
    const identities = [Buffer.from(`comm-${comm_id}`)];
    clients.publish(compose({ type: 'comm_close', content, parent, identities }));
  }
  clientState.comms.clear();
}

function isMainCell({ header }: Message): boolean {
  return header.msg_type === 'execute_request' && !header.subshell_id;
}
