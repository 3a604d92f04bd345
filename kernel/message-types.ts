import type { JsonObject } from '../src/json.ts';
import type { InboundChannel } from './wire/kernel-server.ts';

/** What the kernel does with one type of message that clients send. */
export interface MessageType {
  readonly answeredBy: 'kernel' | 'Python';
  /** Where it may arrive. On any other channel it is acknowledged and not answered. */
  readonly channels: readonly InboundChannel[];
  /** At once, also while a cell runs; or in turn, behind everything that came before it on the main shell. */
  readonly when: 'at once' | 'in turn';
  /**
   * What happens while there is no Python process: this reply, an error reply, a new Python process, the comm is
   * closed, or nothing. Only what Python answers needs it.
   */
  readonly withoutPython?:
    | ((content: JsonObject) => JsonObject)
    | 'error reply'
    | 'start Python'
    | 'close the comm'
    | 'nothing';
}

const shell = ['shell'] as const;
const control = ['control'] as const;
const both = ['shell', 'control'] as const;

const byKernel = { answeredBy: 'kernel', channels: both, when: 'at once' } as const;
const inTurn = { answeredBy: 'Python', channels: shell, when: 'in turn' } as const;
/** Python handles control in a separate thread, so these are answered while a cell runs. */
const besideCells = { answeredBy: 'Python', channels: control, when: 'at once' } as const;

/**
 * Every message type that the Jupyter messaging protocol lets a client send. A cell of our magics only is the one
 * exception to "answered by Python": see `execute.ts`. So is Tab on one of our magics, or while a cell runs: see
 * `completion.ts`.
 */
const messageTypes: Readonly<Record<string, MessageType>> = {
  kernel_info_request: byKernel,
  connect_request: byKernel,
  interrupt_request: byKernel,
  shutdown_request: byKernel,

  execute_request: { ...inTurn, withoutPython: 'start Python' },
  complete_request: { ...inTurn, withoutPython: noMatches },
  inspect_request: {
    ...inTurn,
    withoutPython: () => ({ status: 'ok', found: false, data: {}, metadata: {} }),
  },
  history_request: { ...inTurn, withoutPython: () => ({ status: 'ok', history: [] }) },
  is_complete_request: { ...inTurn, withoutPython: () => ({ status: 'unknown' }) },
  comm_info_request: { ...inTurn, withoutPython: () => ({ status: 'ok', comms: {} }) },
  comm_open: { ...inTurn, withoutPython: 'close the comm' },
  comm_msg: { ...inTurn, withoutPython: 'nothing' },
  comm_close: { ...inTurn, withoutPython: 'nothing' },

  debug_request: { ...besideCells, withoutPython: 'error reply' },
  create_subshell_request: { ...besideCells, withoutPython: 'error reply' },
  delete_subshell_request: { ...besideCells, withoutPython: 'error reply' },
  list_subshell_request: {
    ...besideCells,
    withoutPython: () => ({ status: 'ok', subshell_id: [] }),
  },
  usage_request: { ...besideCells, withoutPython: 'error reply' },

  input_reply: {
    answeredBy: 'Python',
    channels: ['stdin'],
    when: 'at once',
    withoutPython: 'nothing',
  },
};

/** What to do with this type on this channel; undefined when the protocol does not have it there. */
export function messageType(type: string, channel: InboundChannel): MessageType | undefined {
  const entry = Object.hasOwn(messageTypes, type) ? messageTypes[type] : undefined;
  return entry?.channels.includes(channel) === true ? entry : undefined;
}

/** The channel on which a request to Python came. */
export function channelOf(type: string): InboundChannel {
  return messageType(type, 'control')?.answeredBy === 'Python' ? 'control' : 'shell';
}

/** Whether the protocol has a reply to this type. */
export function hasReply(type: string): boolean {
  return type.endsWith('_request');
}

/** A `complete_reply` with nothing to offer, at the cursor. */
export function noMatches({ cursor_pos }: JsonObject): JsonObject {
  const cursor = typeof cursor_pos === 'number' ? cursor_pos : 0;
  return { status: 'ok', matches: [], cursor_start: cursor, cursor_end: cursor, metadata: {} };
}
