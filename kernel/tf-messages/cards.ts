import type { Explainer } from '../../src/explain/explain.ts';
import { toBundles } from '../../src/report/bundle.ts';
import { messageContent, type Message } from '../wire/message.ts';
import { respondTo } from '../requests/reply.ts';
import { type GpuLoss, gpuLossOf } from './gpu-loss.ts';
import { surelyLacksNvidiaGpu } from './hardware.ts';
import type { TfMessagesRequest } from './tf-messages.ts';

/** Reads TensorFlow's messages, and shows one card under a cell that loses the GPU: once per cause. */
export interface Cards {
  /** Reads a text that a cell wrote to stderr. */
  readonly read: (text: string, message: Message) => void;
  /** Shows the card of the cell that a status ends, if there is one to show. */
  readonly showBefore: (status: Message) => void;
  /** Resolves when a card can be made, if this status ends a cell that may need one and it is too early for that. */
  readonly wait: (status: Message) => Promise<unknown> | undefined;
}

/** What is read before the explanations are loaded, in characters. The first messages are few. */
const mostWaiting = 200_000;
/** How long the end of a cell may wait until they are loaded, in ms. */
const longestWait = 80;

const encoder = new TextEncoder();

export function createCards({ send, cell, python, environment, cwd }: TfMessagesRequest): Cards {
  const shown = new Set<string>();
  let create: (() => Explainer) | undefined;
  let loading: Promise<unknown> | undefined;
  let explainer: Explainer | undefined;
  let process: number | undefined;
  let waiting = '';
  /** In an exam the student is to find the cause. */
  let isWithheld: (() => boolean) | undefined;
  let hasNews = false;

  /** Loaded when TensorFlow prints its first message, because most notebooks never show one. */
  async function load(): Promise<void> {
    const [{ createExplainer }, { loadKnowledge }, { examForbidsAnswers }] = await Promise.all([
      import('../../src/explain/explain.ts'),
      import('../../src/content/knowledge.ts'),
      import('../../src/commands/index.ts'),
    ]);
    isWithheld = () => examForbidsAnswers({ environment, cwd });
    create = () => createExplainer(loadKnowledge());
    pass('');
  }

  /** Gives a text to the explainer of this Python process. */
  function pass(text: string): void {
    if (create === undefined) {
      if (waiting.length < mostWaiting) waiting += text;
      return;
    }
    explainer ??= create();
    explainer.push(encoder.encode(`${waiting}${text}`));
    waiting = '';
  }

  /** The lab's simulated GPU is nowhere but in the eyes of the notebook's Python. */
  const isSimulated = (): boolean =>
    [...Object.keys(python().changes()), ...Object.keys(environment)].some((name) =>
      name.startsWith('GPU_LAB_'),
    );

  /** The card that belongs under the cell that ends now. */
  function takeCard(): GpuLoss | undefined {
    if (explainer === undefined) return;
    hasNews = false;
    const { causes } = explainer.end();
    const loss = gpuLossOf(causes, () => !isSimulated() && surelyLacksNvidiaGpu());
    if (loss === undefined || shown.has(loss.id) || isWithheld?.() === true) return;
    shown.add(loss.id);
    return loss;
  }

  /** The cell that a status ends, when TensorFlow has printed something in it. */
  function cellThatEnds(status: Message): Message | undefined {
    const current = cell();
    if (!hasNews || status.parent?.msg_id !== current?.header.msg_id) return;
    return messageContent(status)['execution_state'] === 'idle' ? current : undefined;
  }

  return {
    read(text, message) {
      if (message.parent?.msg_id !== cell()?.header.msg_id) return;
      if (process !== python().pid()) {
        process = python().pid();
        explainer = undefined;
      }
      hasNews = true;
      pass(text);
      loading ??= load().catch(() => undefined);
    },
    wait(status) {
      if (create !== undefined || cellThatEnds(status) === undefined) return;
      const late = new Promise((resolve) => setTimeout(resolve, longestWait).unref());
      return Promise.race([loading, late]);
    },
    showBefore(status) {
      const under = cellThatEnds(status);
      const loss = under && takeCard();
      if (under === undefined || loss === undefined) return;
      const { id: cause, text: summary, next } = loss;
      const value = { schema: 'tf-gpu-doctor/tf-message', version: 1, cause, summary, next };
      const headline = { kind: 'headline', status: 'info', text: summary, next } as const;
      const clients = { publish: send, send: () => undefined };
      const { publish } = respondTo(clients, 'shell', under);
      for (const data of toBundles({ blocks: [headline] }, { schema: value.schema, value })) {
        publish('display_data', { data, metadata: {} });
      }
    },
  };
}
