import { valueOf } from '../facts/fact.ts';
import type { Facts } from '../facts/facts.ts';
import type { ManagedGpu } from '../facts/memory.ts';
import type { Card, Circumstances } from './may-run.ts';

/** What the live part must know before it starts TensorFlow: whether there is a card, and who holds it. */
export function circumstancesOf(
  facts: Facts,
  { forced, notebookPid }: { readonly forced: boolean; readonly notebookPid?: number },
): Circumstances {
  const managed = valueOf(facts.memory.gpus) ?? [];
  const seen = valueOf(facts.driver.cuda)?.masked.devices ?? [];
  return {
    hardware: hardwareOf(facts),
    cards: seen.map((device): Card => {
      const one = managed.find((other) => other.uuid !== null && other.uuid === device.uuid);
      return {
        uuid: device.uuid,
        freeMiB: one?.memoryFreeMiB ?? null,
        exclusive: device.computeMode === 1 || device.computeMode === 3,
        heldBy: holderOf(one, notebookPid),
      };
    }),
    forced,
  };
}

function hardwareOf({ gpus, driver }: Facts): Circumstances['hardware'] {
  if (gpus.cards.state === 'known') return 'present';
  if (gpus.cards.state === 'unknown') return 'unknown';
  // A driver without a card in the listing: let TensorFlow say.
  return driver.cuda.state === 'known' ? 'unknown' : 'absent';
}

function holderOf(gpu: ManagedGpu | undefined, notebookPid: number | undefined): Card['heldBy'] {
  const holders = gpu?.holders ?? [];
  if (holders.length === 0) return 'nobody';
  return holders.every((holder) => holder.pid === notebookPid) ? 'notebook' : 'others';
}
