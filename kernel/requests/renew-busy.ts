import type { Kernel } from '../kernel.ts';
import { respondTo } from './reply.ts';

/**
 * Publishes the running cell's busy once more. The idle of a request that was answered out of turn would make clients
 * that show the last status show an idle kernel while a cell runs.
 */
export function renewBusy({
  clients,
  queue,
  native,
  python,
}: Pick<Kernel, 'clients' | 'queue' | 'native' | 'python'>): void {
  const current = queue.current();
  if (current?.header.msg_type !== 'execute_request') return;
  // A silent cell is unknown to `native`; while Python has it, the kernel does not know whether it is idle already.
  const hasEnded =
    current === native.cell()
      ? native.hasEnded()
      : python.find(current.header.msg_id) !== undefined;
  if (!hasEnded) respondTo(clients, 'shell', current).busy();
}
