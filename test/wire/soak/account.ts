import type { Client } from '../client.ts';
import type { Received } from '../schemas.ts';

/** Counts what each request got: the protocol promises one reply and one idle, and idle last. */
export interface Account {
  /** Requests that got something else than one reply and one idle, or output after their idle. */
  faults(ids: Iterable<string>): string[];
}

interface Entry {
  replies: number;
  idles: number;
  late: string[];
}

export function keepAccount(client: Client): Account {
  const entries = new Map<string, Entry>();
  client.observe((message: Received) => {
    const id = message.parent.msg_id;
    if (id === undefined) return;
    const entry = entries.get(id) ?? { replies: 0, idles: 0, late: [] };
    entries.set(id, entry);
    const { msg_type: type } = message.header;
    if (message.channel === 'shell' || message.channel === 'control') entry.replies += 1;
    else if (message.content['execution_state'] === 'idle') entry.idles += 1;
    // What a comm does is no output of the cell, whose parent header it has.
    else if (entry.idles > 0 && !type.startsWith('comm_')) entry.late.push(type);
  });
  return {
    faults: (ids) =>
      [...ids].flatMap((id) => {
        const { replies, idles, late } = entries.get(id) ?? { replies: 0, idles: 0, late: [] };
        const isRight = replies === 1 && idles === 1 && late.length === 0;
        return isRight ? [] : [`${replies} replies, ${idles} idles, after idle: ${late.join(' ')}`];
      }),
  };
}
