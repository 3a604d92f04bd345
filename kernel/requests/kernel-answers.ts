import type { JsonObject } from '../../src/json.ts';
import { type Answer, answerTo, errorContent } from './reply.ts';
import { controlTypes } from '../ipykernel/after-death.ts';
import type { Kernel } from '../kernel.ts';
import type { InboundChannel } from '../wire/kernel-server.ts';
import { compose, contentOf, type Message } from '../wire/message.ts';

/** Answers a request in the front; busy before and idle after it are the session's. */
type Handler = (kernel: Kernel, request: Message, answer: Answer) => void;

/** What the front answers at once, on shell and control alike. */
export const immediate: Readonly<Record<string, Handler>> = {
  connect_request: (_kernel, _request, answer) => answer.reply({ status: 'ok' }),
  interrupt_request: ({ interrupts, backend }, _request, answer) => {
    interrupts.interrupt();
    if (backend.state() === 'busy') backend.interrupt();
    answer.reply({ status: 'ok' });
  },
  shutdown_request: (kernel, request, answer) => {
    const restart = contentOf(request)['restart'] === true;
    answer.reply({ status: 'ok', restart });
    answer.publish('shutdown_reply', { status: 'ok', restart });
    kernel.shutdown();
  },
};

/** What Python answers on control, beside whatever cell it runs. */
export function isForPythonControl(type: string): boolean {
  return (controlTypes as readonly string[]).includes(type);
}

/** What Python answers on shell, one request after the other. */
export const queued = [
  'execute_request',
  'complete_request',
  'inspect_request',
  'history_request',
  'is_complete_request',
  'comm_info_request',
  'comm_open',
  'comm_msg',
  'comm_close',
];

/** The replies while there is no Python to ask. Only a cell starts a new one. */
const withoutPython: Readonly<Record<string, (request: Message) => JsonObject>> = {
  complete_request: (request) => {
    const cursor = Number(contentOf(request)['cursor_pos'] ?? 0);
    return { status: 'ok', matches: [], cursor_start: cursor, cursor_end: cursor, metadata: {} };
  },
  inspect_request: () => ({ status: 'ok', found: false, data: {}, metadata: {} }),
  history_request: () => ({ status: 'ok', history: [] }),
  is_complete_request: () => ({ status: 'unknown' }),
  comm_info_request: () => ({ status: 'ok', comms: {} }),
  list_subshell_request: () => ({ status: 'ok', subshell_id: [] }),
};

/** Answers what Python would have answered, had there been one. */
export function answerWithoutPython(
  { outlet }: Kernel,
  channel: InboundChannel,
  request: Message,
): void {
  const answer = answerTo(outlet, channel, request);
  const type = request.header.msg_type;
  answer.busy();
  if (type === 'comm_open') {
    const { comm_id } = contentOf(request);
    const content = { comm_id, data: {} };
    outlet.publish(compose({ type: 'comm_close', content, parent: request }));
  } else if (type.endsWith('_request')) {
    const reply = withoutPython[type]?.(request);
    answer.reply(
      reply ?? errorContent('NoPython', ['There is no Python running behind the notebook.']),
    );
  }
  answer.idle();
}
