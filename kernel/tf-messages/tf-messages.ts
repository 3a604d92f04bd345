import type { TfMessagesMode } from '../../src/command-model/command.ts';
import type { PythonProcess } from '../ipykernel/python-process.ts';
import { asText } from '../wire/json.ts';
import { messageContent, type Message } from '../wire/message.ts';
import { createCards } from './cards.ts';
import { createFolds } from './folds.ts';

/** TensorFlow's messages in the output of cells: read as they pass, explained by a card, folded on request. */
export interface TfMessages {
  /** Passes a publication on to the clients, with what belongs before it or in its place. */
  readonly publish: (message: Message) => void;
  readonly mode: () => TfMessagesMode;
  readonly setMode: (mode: TfMessagesMode) => void;
}

export interface TfMessagesRequest {
  /** The way to the clients. */
  readonly send: (message: Message) => void;
  /** The cell that Python runs or ran last. */
  readonly cell: () => Message | undefined;
  readonly python: () => Pick<PythonProcess, 'changes' | 'pid'>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
}

/** What every line of TensorFlow's native log has: the file of its source. */
const sourceFile = '.cc:';
/** Lines that belong to such a line, and have none. */
const continued = ['To enable ', 'All log messages before absl', 'built without NUMA'];
const signs = [sourceFile, ...continued].map((text) => Buffer.from(text));

/** What native code wrote to stderr, when it may hold messages of TensorFlow. */
function textOf(message: Message): string | undefined {
  const [, , , bytes] = message.parts;
  if (!signs.some((sign) => bytes.includes(sign))) return undefined;
  const content = messageContent(message);
  return content['name'] === 'stderr' ? asText(content['text']) : undefined;
}

/** The lines of TensorFlow's native log in a text. */
const logLinesOf = (text: string): string =>
  text
    .split('\n')
    .filter((line) => line.includes(sourceFile))
    .map((line) => `${line}\n`)
    .join('');

export function createTfMessages(request: TfMessagesRequest): TfMessages {
  let mode: TfMessagesMode = 'on';
  /** What waits for the explanations, so that nothing overtakes the end of a cell. */
  let held: Message[] | undefined;
  const cards = createCards(request);
  const folds = createFolds(request.send);

  function pass(message: Message): void {
    const type = message.header.msg_type;
    const text = type === 'stream' && mode !== 'off' ? textOf(message) : undefined;
    if (type === 'status') cards.showBefore(message);
    else if (text === undefined) folds.end();
    else cards.read(logLinesOf(text), message);
    if (text !== undefined && mode === 'fold') folds.publish(message, text);
    else request.send(message);
  }

  function release(): void {
    const messages = held ?? [];
    held = undefined;
    for (const message of messages) pass(message);
  }

  return {
    publish(message) {
      if (held !== undefined) {
        held.push(message);
        return;
      }
      const ready = message.header.msg_type === 'status' ? cards.wait(message) : undefined;
      if (ready === undefined) pass(message);
      else {
        held = [message];
        void ready.finally(release);
      }
    },
    mode: () => mode,
    setMode: (next) => {
      mode = next;
    },
  };
}
