import type { Kernel } from '../kernel.ts';
import { hasReply, messageType } from '../message-types.ts';
import { observeComms } from '../requests/client-state.ts';
import { errorContent, failRequest } from '../requests/failure.ts';
import { renewBusy } from '../requests/renew-busy.ts';
import { respondTo } from '../requests/reply.ts';
import type { InboundChannel } from '../wire/kernel-server.ts';
import { asText } from '../wire/json.ts';
import { compose, messageContent, type Message } from '../wire/message.ts';

/** Lets Python answer a request on the main shell that is not a cell. Never rejects. */
export async function askInTurn(kernel: Kernel, request: Message): Promise<void> {
  await forward(kernel, 'shell', request);
}

/** Lets Python answer a request in one of its subshells, beside the cells. Never rejects. */
export async function askSubshell(kernel: Kernel, request: Message): Promise<void> {
  const id = request.header.subshell_id ?? '';
  if (kernel.clientState.subshells.has(id)) return forward(kernel, 'shell', request);
  respondTo(kernel.clients, 'shell', request).busy();
  failRequest(kernel, 'shell', request, {
    name: 'UnknownSubshell',
    lines: [`There is no subshell ${id}.`],
  });
  renewBusy(kernel);
}

/** Lets Python answer a request on control, also while it runs a cell. @throws ProtocolError */
export function askControl(kernel: Kernel, request: Message): void {
  const { clientState } = kernel;
  const { msg_type: type } = request.header;
  const content = messageContent(request);
  if (type === 'debug_request' && content['command'] === 'attach') clientState.isDebugged = true;
  if (type === 'delete_subshell_request') {
    clientState.subshells.delete(asText(content['subshell_id']));
  }
  void forward(kernel, 'control', request);
}

async function forward(kernel: Kernel, channel: InboundChannel, request: Message): Promise<void> {
  const { python, clients } = kernel;
  const { msg_type: type } = request.header;
  const state = python.state();
  if (state === 'dead' || state === 'missing') {
    answerWithoutPython(kernel, channel, request);
    return;
  }
  try {
    // A process that runs gets the request now, in the order in which requests came.
    if (state === 'starting') await python.start();
  } catch {
    answerWithoutPython(kernel, channel, request);
    return;
  }
  observeComms(kernel.clientState, request);
  try {
    const reply = await python.forward(channel, request);
    if (reply !== undefined || !hasReply(type)) return;
    const lines = [`Python gave no answer to this ${type}; it probably could not read it.`];
    const responder = respondTo(clients, channel, request);
    responder.busy();
    responder.reply(errorContent({ name: 'ProtocolError', lines }));
    responder.idle();
  } catch {
    // Python ended meanwhile, and `reportDeath` has answered the client.
  }
}

/** Answers what Python would have answered. Only a cell starts a new Python process. */
function answerWithoutPython(
  { clients }: Pick<Kernel, 'clients'>,
  channel: InboundChannel,
  request: Message,
): void {
  const { msg_type: type } = request.header;
  const without = messageType(type, channel)?.withoutPython;
  const content = messageContent(request);
  const responder = respondTo(clients, channel, request);
  responder.busy();
  if (typeof without === 'function') responder.reply(without(content));
  else if (without === 'close the comm') {
    const closed = { comm_id: asText(content['comm_id']), data: {} };
    clients.publish(compose({ type: 'comm_close', content: closed, parent: request }));
  } else if (hasReply(type)) {
    const lines = ['No Python process runs behind the notebook. The next cell starts one.'];
    responder.reply(errorContent({ name: 'NoPython', lines }));
  }
  responder.idle();
}

/** Acknowledges a request that the protocol does not have there: busy and idle without a reply, as ipykernel does. */
export function acknowledge(kernel: Kernel, channel: InboundChannel, request: Message): void {
  const responder = respondTo(kernel.clients, channel, request);
  responder.busy();
  responder.idle();
  renewBusy(kernel);
}
