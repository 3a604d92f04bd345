import type { Kernel } from '../kernel.ts';
import type { InboundChannel } from '../wire/kernel-server.ts';
import { messageContent, type Message } from '../wire/message.ts';
import { answerKernelInfo } from './kernel-info.ts';
import { respondTo, type Responder } from './reply.ts';
import { renewBusy } from './renew-busy.ts';

/** Answers a request; busy before and idle after it are `answerAtOnce`'s. */
type Handler = (kernel: Kernel, request: Message, responder: Responder) => void;

const handlers: Readonly<Record<string, Handler>> = {
  connect_request: (_kernel, _request, { reply }) => reply({ status: 'ok' }),
  interrupt_request: ({ interrupts, python }, _request, { reply }) => {
    interrupts.interrupt();
    if (python.state() === 'busy') python.interrupt();
    reply({ status: 'ok' });
  },
  shutdown_request: ({ shutdown }, request, { reply, publish }) => {
    const restart = messageContent(request)['restart'] === true;
    reply({ status: 'ok', restart });
    publish('shutdown_reply', { status: 'ok', restart });
    shutdown();
  },
};

/** Answers what the kernel answers by itself, on shell and control alike. */
export function answerAtOnce(kernel: Kernel, channel: InboundChannel, request: Message): void {
  const type = request.header.msg_type;
  if (type === 'kernel_info_request') {
    void answerKernelInfo(kernel, channel, request).then(() => renewBusy(kernel));
    return;
  }
  const responder = respondTo(kernel.clients, channel, request);
  responder.busy();
  handlers[type]?.(kernel, request, responder);
  responder.idle();
  if (type !== 'shutdown_request') renewBusy(kernel);
}
