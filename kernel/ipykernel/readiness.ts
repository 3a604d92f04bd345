import type { JsonObject } from '../../src/json.ts';
import { compose, messageContent, type Message } from '../wire/message.ts';
import { isIdle } from './in-flight.ts';

/** Finds out when an ipykernel that was just started answers, and its publications arrive here. */
export interface Readiness {
  /** Asks until both come; a subscription takes a moment to take effect. Gives the `kernel_info_reply`. */
  ask(send: (request: Message) => void): Promise<JsonObject>;
  /** Whether the reply is one to `ask`. */
  replied(reply: Message): boolean;
  /** Whether the publication belongs to `ask`. */
  published(publication: Message): boolean;
}

/** After a reply without publications: when to ask again, in ms. */
const askAgainMs = 50;

export function createReadiness(): Readiness {
  const questions = new Map<string, Question>();
  const questionOf = ({ parent }: Message) => questions.get(parent?.msg_id ?? '');
  return {
    ask: async (send) => {
      for (;;) {
        const request = compose({ type: 'kernel_info_request', content: {} });
        const question = makeQuestion();
        questions.set(request.header.msg_id, question);
        send(request);
        const info = await question.reply;
        if (await Promise.race([question.idle, later(askAgainMs)])) return info;
      }
    },
    replied: (reply) => {
      const question = questionOf(reply);
      question?.resolveReply(messageContent(reply));
      return question !== undefined;
    },
    published: (publication) => {
      const question = questionOf(publication);
      if (question !== undefined && isIdle(publication)) question.resolveIdle(true);
      return question !== undefined;
    },
  };
}

/** One `kernel_info_request` of ours. */
interface Question {
  readonly reply: Promise<JsonObject>;
  readonly resolveReply: (info: JsonObject) => void;
  readonly idle: Promise<true>;
  readonly resolveIdle: (value: true) => void;
}

function makeQuestion(): Question {
  const [reply, resolveReply] = withResolver<JsonObject>();
  const [idle, resolveIdle] = withResolver<true>();
  return { reply, resolveReply, idle, resolveIdle };
}

function withResolver<T>(): [promise: Promise<T>, resolve: (value: T) => void] {
  let resolve!: (value: T) => void;
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return [promise, resolve];
}

function later(ms: number): Promise<false> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms, false as const);
  });
}
