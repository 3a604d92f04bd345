import type { JsonObject } from '../../src/json.ts';
import type { Kernel } from '../kernel.ts';
import { hasReply } from '../message-types.ts';
import type { InboundChannel } from '../wire/kernel-server.ts';
import type { Message } from '../wire/message.ts';
import { respondTo } from './reply.ts';

/** The names of errors (`ename`) that the kernel gives by itself. Errors of Python code have Python's names. */
export type ErrorName =
  /** A command of ours failed through a fault of ours. */
  | 'InternalError'
  | 'KeyboardInterrupt'
  | 'NoIPykernel'
  /** A control request needs a Python process, and there is none. */
  | 'NoPython'
  | 'ProtocolError'
  | 'PythonDied'
  | 'PythonNotStarted'
  /** A command of ours restarted Python while a cell ran. */
  | 'PythonRestarted'
  | 'UnknownSubshell'
  | 'UsageError'
  /** A graded answer that is wrong. */
  | 'WrongAnswer';

/** Why a request failed: the name of an error, and sentences, the most important one first. */
export interface Failure {
  readonly name: ErrorName;
  readonly lines: readonly string[];
}

/** The content of an error reply. */
export function errorContent({ name, lines }: Failure): JsonObject {
  return { status: 'error', ename: name, evalue: lines[0] ?? '', traceback: [...lines] };
}

/** Ends a request with an error reply. A cell also has its `error` published and its number in the reply. */
export function failRequest(
  { clients, count }: Pick<Kernel, 'clients' | 'count'>,
  channel: InboundChannel,
  request: Message,
  failure: Failure,
): void {
  const responder = respondTo(clients, channel, request);
  const error = errorContent(failure);
  if (request.header.msg_type === 'execute_request') {
    responder.publish('error', error);
    responder.reply({ ...error, execution_count: count.next(), user_expressions: {}, payload: [] });
  } else if (hasReply(request.header.msg_type)) {
    responder.reply(error);
  }
  responder.idle();
}
