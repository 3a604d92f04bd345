import { randomUUID } from 'node:crypto';
import { noise } from '../../src/explain/signatures/noise.ts';
import { toBundles } from '../../src/report/bundle.ts';
import { compose, messageContent, type Message, withContent } from '../wire/message.ts';

/** Shows harmless lines of TensorFlow as one line that unfolds, where the first of them stood. */
export interface Folds {
  /** Publishes what is left of a text on stderr. */
  readonly publish: (message: Message, text: string) => void;
  /** Something else is shown now: harmless lines that still come begin a new fold under it. */
  readonly end: () => void;
}

/** The lines of one fold; a display that changes shows them. */
interface Fold {
  readonly id: string;
  readonly cell: string | undefined;
  readonly lines: string[];
}

export function createFolds(send: (message: Message) => void): Folds {
  let fold: Fold | undefined;

  /** Shows some harmless lines, in the fold that stands last or in a new one. */
  function add(message: Message, lines: readonly string[]): void {
    const cell = message.parent?.msg_id;
    const isNew = fold?.cell !== cell;
    if (fold === undefined || isNew) fold = { id: randomUUID(), cell, lines: [] };
    fold.lines.push(...lines);
    const type = fold.lines.length > lines.length ? 'update_display_data' : 'display_data';
    const content = {
      data: bundleOf(fold.lines),
      metadata: {},
      transient: { display_id: fold.id },
    };
    const topic = [Buffer.from(`kernel.${type}`)];
    const draft = compose({ type, content, identities: topic });
    const [header, , metadata, body] = draft.parts;
    send({
      ...draft,
      parent: message.parent,
      parts: [header, message.parts[1], metadata, body],
    });
  }

  return {
    publish(message, text) {
      for (const { isHarmless, lines } of runsOf(text)) {
        if (isHarmless) add(message, lines);
        else {
          fold = undefined;
          send(withContent(message, { ...messageContent(message), text: lines.join('') }));
        }
      }
    },
    end: () => {
      fold = undefined;
    },
  };
}

/** Neighbouring lines that are harmless messages of TensorFlow, or are not. Lines keep their ends. */
function runsOf(text: string): { readonly isHarmless: boolean; readonly lines: string[] }[] {
  const runs: { readonly isHarmless: boolean; readonly lines: string[] }[] = [];
  for (const line of text.split(/(?<=\n)/u)) {
    const last = runs.at(-1);
    const isBlank = line.trim() === '';
    const isHarmless = isBlank ? last?.isHarmless === true : isHarmlessMessage(line);
    if (last?.isHarmless === isHarmless) last.lines.push(line);
    else runs.push({ isHarmless, lines: [line] });
  }
  return runs;
}

const isHarmlessMessage = (line: string): boolean =>
  noise.some(({ pattern, alsoTrace }) => alsoTrace !== true && pattern.test(line));

function bundleOf(lines: readonly string[]) {
  const messages = lines.filter((line) => line.trim() !== '');
  const count = messages.length;
  const summary = `${count} harmless TensorFlow message${count === 1 ? '' : 's'}`;
  const log = { kind: 'log', text: messages.join('').trimEnd() } as const;
  const value = { schema: 'tf-gpu-doctor/tf-fold', version: 1, count };
  const [bundle] = toBundles(
    { blocks: [{ kind: 'details', summary, blocks: [log] }] },
    { schema: value.schema, value },
  );
  return { ...bundle, 'text/plain': summary };
}
