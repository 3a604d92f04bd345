import type { Kernel } from '../kernel.ts';
import { asText } from '../wire/json.ts';
import { messageContent, type Message } from '../wire/message.ts';
import { respondTo } from './reply.ts';

/**
 * Publishes busy and the input of the cell that Python has, unless Python did. ipykernel publishes from a thread of its
 * own, which cannot run while native code holds the interpreter, or when the cell has ended Python.
 */
export function showInput(
  { clients, native, count }: Pick<Kernel, 'clients' | 'native' | 'count'>,
  cell: Message,
): void {
  if (native.cell() !== cell || native.isInputShown()) return;
  const code = asText(messageContent(cell)['code']);
  const responder = respondTo(clients, 'shell', cell);
  responder.busy();
  responder.publish('execute_input', { code, execution_count: count.next() });
  native.inputShown();
}
