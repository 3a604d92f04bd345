import type { JsonObject } from '../../src/json.ts';
import { answerTo, errorContent } from '../requests/reply.ts';
import { commOf } from '../requests/comms.ts';
import { completeReply, ourCompletions, ourInspection } from '../magics/completion.ts';
import { answerWithoutPython } from '../requests/kernel-answers.ts';
import { failRequest } from '../requests/failure.ts';
import type { Kernel } from '../kernel.ts';
import type { InboundChannel } from '../wire/kernel-server.ts';
import { asText } from '../wire/json.ts';
import { contentOf, type Message } from '../wire/message.ts';

/** A request on the main shell that is no cell. Never rejects. */
export async function askPython(kernel: Kernel, request: Message): Promise<void> {
  await forward(kernel, 'shell', request);
}

/** A request that runs beside the cells, in a thread of Python that a client has asked for. Never rejects. */
export async function askSubshell(kernel: Kernel, request: Message): Promise<void> {
  const id = request.header.subshell_id ?? '';
  if (kernel.subshells.has(id)) return forward(kernel, 'shell', request);
  const answer = answerTo(kernel.outlet, 'shell', request);
  answer.busy();
  const lines = [`There is no subshell ${id}.`];
  failRequest(kernel, 'shell', request, { name: 'UnknownSubshell', lines });
}

/** A request that Python answers on control, while it runs a cell. @throws ProtocolError */
export function askControl(kernel: Kernel, request: Message): void {
  const { header } = request;
  const content = contentOf(request);
  if (header.msg_type === 'debug_request' && content['command'] === 'attach')
    kernel.debugged = true;
  if (header.msg_type === 'delete_subshell_request') {
    kernel.subshells.delete(asText(content['subshell_id']));
  }
  void forward(kernel, 'control', request);
}

async function forward(kernel: Kernel, channel: InboundChannel, request: Message): Promise<void> {
  const { backend, comms } = kernel;
  const state = backend.state();
  try {
    if (state === 'dead' || state === 'missing') throw new Error('not running');
    await backend.start();
  } catch {
    answerWithoutPython(kernel, channel, request);
    return;
  }
  comms.observe(request);
  try {
    const reply = await backend.forward(channel, request);
    if (reply !== undefined || !request.header.msg_type.endsWith('_request')) return;
    const words = `Python did not understand this ${request.header.msg_type}.`;
    answerTo(kernel.outlet, channel, request).reply(errorContent('ProtocolError', [words]));
  } catch {
    // Python has ended meanwhile, and the client has been told.
  }
}

/** Whether a comm message can go at once: nothing that opens its comm is still waiting. */
export function isOfOpenComm({ comms, backend }: Kernel, request: Message): boolean {
  const type = request.header.msg_type;
  if (type !== 'comm_msg' && type !== 'comm_close') return false;
  return backend.state() === 'busy' && comms.has(commOf(request));
}

/** Answers Tab and Shift-Tab at our magics, also while Python is busy. Tells whether it did. */
export function answerAboutMagics(kernel: Kernel, request: Message, isIdle: boolean): boolean {
  const type = request.header.msg_type;
  if (type === 'complete_request') {
    const ours = ourCompletions(kernel, request);
    if (ours === undefined) return false;
    void answerBesideCells(kernel, request, completeReply(kernel, request, ours, isIdle));
    return true;
  }
  const found = type === 'inspect_request' ? ourInspection(kernel, request) : undefined;
  if (found === undefined) return false;
  void answerBesideCells(kernel, request, Promise.resolve(found));
  return true;
}

/**
 * Answers out of turn. Its idle would make clients show an idle kernel while a cell runs: the cell's busy is said once
 * more.
 */
async function answerBesideCells(
  { outlet, queue, native }: Kernel,
  request: Message,
  content: Promise<JsonObject>,
): Promise<void> {
  const answer = answerTo(outlet, 'shell', request);
  answer.busy();
  answer.reply(await content);
  answer.idle();
  const current = queue.current();
  const hasEnded = current === native.cell() && native.hasEnded();
  if (current !== undefined && !hasEnded) answerTo(outlet, 'shell', current).busy();
}

/** A request that nobody here understands is acknowledged, as ipykernel does, and has no reply. */
export function ignore(kernel: Kernel, channel: InboundChannel, request: Message): void {
  const answer = answerTo(kernel.outlet, channel, request);
  answer.busy();
  answer.idle();
}
