import type { Kernel } from '../kernel.ts';
import { respondTo } from '../requests/reply.ts';
import type { Message } from '../wire/message.ts';
import type { StreamName } from './native-output.ts';

/** Publishes what native code writes, under the cell that runs or was the last to run. */
export interface NativePublisher {
  /** This cell is next. Output is held back until its `execute_input` was published. */
  begin(cell: Message): void;
  /** The cell's `execute_input` was published. */
  inputShown(): void;
  /** The cell has ended. Output that still comes is shown under it all the same. */
  end(): void;
  /** Output of native code. It is published within `everyMs`. */
  readonly show: (name: StreamName, text: string) => void;
  /** Publishes what was collected, so that it comes before the next message. */
  flush(): void;
  /** The cell that the output is shown under. */
  readonly cell: () => Message | undefined;
  readonly hasEnded: () => boolean;
  readonly isInputShown: () => boolean;
}

/** Output is collected for this long, in ms: Jupyter servers cut off kernels that publish 1000 messages a second. */
const everyMs = 50;
/** So much is published at once, in characters. */
const longestText = 1_000_000;
/** So many changes between stdout and stderr are kept in order; beyond that each stream is collected by itself. */
const mostChanges = 20;

export function createNativePublisher(clients: Kernel['clients']): NativePublisher {
  let cell: Message | undefined;
  let isHeld = false;
  let ended = true;
  let collected: { readonly name: StreamName; text: string }[] = [];
  let length = 0;
  let timer: NodeJS.Timeout | undefined;

  function flush(): void {
    if (isHeld) return;
    clearTimeout(timer);
    timer = undefined;
    const texts = collected;
    collected = [];
    length = 0;
    if (cell === undefined) return;
    const { publish } = respondTo(clients, 'shell', cell);
    for (const { name, text } of texts) publish('stream', { name, text });
  }

  function inputShown(): void {
    isHeld = false;
    flush();
  }

  return {
    begin: (next) => {
      inputShown();
      cell = next;
      isHeld = true;
      ended = false;
    },
    inputShown,
    end: () => {
      inputShown();
      ended = true;
    },
    show: (name, text) => {
      const last = collected.at(-1);
      const same =
        last?.name === name || collected.length < mostChanges
          ? last
          : collected.findLast((one) => one.name === name);
      if (same?.name === name) same.text += text;
      else collected.push({ name, text });
      length += text.length;
      if (length > longestText) flush();
      else timer ??= setTimeout(flush, everyMs);
    },
    flush,
    cell: () => cell,
    hasEnded: () => ended,
    isInputShown: () => !isHeld,
  };
}
