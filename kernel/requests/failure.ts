import { answerTo, errorContent } from './reply.ts';
import type { Kernel } from '../kernel.ts';
import type { InboundChannel } from '../wire/kernel-server.ts';
import type { Message } from '../wire/message.ts';

/** Why a request failed: a name as of an exception, and what there is to say, the most important line first. */
export interface Failure {
  readonly name: string;
  readonly lines: readonly string[];
}

/** Ends a request with an error reply. Cells have their `error` published and their number in the reply, too. */
export function failRequest(
  { outlet, count }: Pick<Kernel, 'outlet' | 'count'>,
  channel: InboundChannel,
  request: Message,
  { name, lines }: Failure,
): void {
  const answer = answerTo(outlet, channel, request);
  const type = request.header.msg_type;
  const error = errorContent(name, lines);
  if (type === 'execute_request') {
    answer.publish('error', error);
    answer.reply({ ...error, execution_count: count.next(), user_expressions: {}, payload: [] });
  } else if (type.endsWith('_request')) {
    answer.reply(error);
  }
  answer.idle();
}
