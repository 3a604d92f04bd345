import type { Command } from '../../src/command-model/command.ts';
import { readMagics } from '../magics/read-magics.ts';
import { asObject, asText } from '../wire/json.ts';
import { messageContent, type Message } from '../wire/message.ts';

/** Remembers what the last cell printed. */
export interface LastOutput {
  /** Called with every publication. */
  readonly published: (message: Message) => void;
  readonly text: () => string;
}

/** What is kept of one cell, in bytes: its end, where errors stand. A single longer message is kept whole. */
const mostBytes = 1_000_000;

const withText = new Set(['stream', 'error', 'execute_result', 'display_data']);

/**
 * Cells that are made of our magics only, and the displays of our magics, are answers and not output. Messages are kept
 * as they are: nothing is parsed before somebody asks.
 */
export function createLastOutput(commands: readonly Command[]): LastOutput {
  let cell: string | undefined;
  let messages: Message[] = [];
  let bytes = 0;
  let magicCell: string | undefined;
  return {
    published(message) {
      const parent = message.parent?.msg_id;
      if (parent === undefined) return;
      if (message.header.msg_type === 'execute_input') {
        const code = asText(messageContent(message)['code']);
        if (readMagics(code, commands) !== undefined) magicCell = parent;
      }
      if (parent === magicCell || !withText.has(message.header.msg_type)) return;
      if (parent !== cell) {
        cell = parent;
        messages = [];
        bytes = 0;
      }
      messages.push(message);
      bytes += sizeOf(message);
      while (bytes > mostBytes && messages.length > 1) {
        const [oldest] = messages.splice(0, 1);
        if (oldest) bytes -= sizeOf(oldest);
      }
    },
    text: () => messages.map(textOf).join(''),
  };
}

const sizeOf = ({ parts }: Message): number => parts[3].length;

/** What a publication shows as text. */
function textOf(message: Message): string {
  const content = messageContent(message);
  if (message.header.msg_type === 'stream') return asText(content['text']);
  const { traceback } = content;
  if (message.header.msg_type === 'error') {
    return Array.isArray(traceback) ? `${traceback.map(asText).join('\n')}\n` : '';
  }
  const data = asObject(content['data']);
  const isOurs = Object.keys(data).some((type) => type.startsWith('application/vnd.tf-gpu'));
  return isOurs ? '' : `${asText(data['text/plain'])}\n`;
}
