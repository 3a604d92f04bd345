import { asText } from '../wire/json.ts';
import { contentOf, type Message } from '../wire/message.ts';

/** Which comms (the lines between widgets and their Python) are open. */
export interface Comms {
  has(id: string): boolean;
  /** Looks at a message of either side. */
  observe(message: Message): void;
  /** Forgets all, and gives what was open. */
  clear(): string[];
}

export function createComms(): Comms {
  const open = new Set<string>();
  return {
    has: (id) => open.has(id),
    observe: (message) => {
      const type = message.header.msg_type;
      if (type === 'comm_open') open.add(commOf(message));
      if (type === 'comm_close') open.delete(commOf(message));
    },
    clear: () => {
      const ids = [...open];
      open.clear();
      return ids;
    },
  };
}

export function commOf(message: Message): string {
  return asText(contentOf(message)['comm_id']);
}
