import { answerTo } from '../requests/reply.ts';
import type { StreamName } from './native-output.ts';
import type { Outlet } from '../wire/kernel-server.ts';
import type { Message } from '../wire/message.ts';

/** Shows what Python's process writes below Python, under the cell that runs or was the last to run. */
export interface NativeRelay {
  /** This cell is next. What comes from now on is held until its input was shown. */
  begin(cell: Message): void;
  /** The cell's input was shown. */
  release(): void;
  /** The cell has ended. What still comes belongs to it all the same. */
  end(): void;
  readonly show: (name: StreamName, text: string) => void;
  /** The cell that it belongs to. */
  readonly cell: () => Message | undefined;
  readonly hasEnded: () => boolean;
}

export function createNativeRelay(outlet: Outlet): NativeRelay {
  let cell: Message | undefined;
  let held: [StreamName, string][] | undefined;
  let ended = true;

  function publish(name: StreamName, text: string): void {
    if (cell !== undefined) answerTo(outlet, 'shell', cell).publish('stream', { name, text });
  }

  function release(): void {
    const texts = held ?? [];
    held = undefined;
    for (const [name, text] of texts) publish(name, text);
  }

  return {
    begin: (next) => {
      cell = next;
      held = [];
      ended = false;
    },
    release,
    end: () => {
      release();
      ended = true;
    },
    show: (name, text) => {
      if (held === undefined) publish(name, text);
      else held.push([name, text]);
    },
    cell: () => cell,
    hasEnded: () => ended,
  };
}
