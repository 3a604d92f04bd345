/** One GPU that TensorFlow would see, in the order in which it would number them. */
export interface Card {
  /** By which CUDA_VISIBLE_DEVICES can name it alone: `GPU-…`; null when it is not known. */
  readonly uuid: string | null;
  /** MiB; null when nobody told. */
  readonly freeMiB: number | null;
  /** Only one process at a time may use it (compute mode 1 or 3). */
  readonly exclusive: boolean;
  /** `notebook`: by this notebook's own Python and nobody else; `others`: by another process. */
  readonly heldBy: 'nobody' | 'notebook' | 'others';
}

export interface Circumstances {
  /** `absent` only when it was looked for where it could not have been hidden. */
  readonly hardware: 'present' | 'absent' | 'unknown';
  readonly cards: readonly Card[];
  /** The person asked for the live part whatever the hardware (`--live`). */
  readonly forced: boolean;
}

export type MayRun =
  /**
   * `busy` are the numbers of cards to be left alone. When there are any, `visible` is what CUDA_VISIBLE_DEVICES has
   * to be for that, and `numbers` are those of the others, which TensorFlow then counts from 0.
   */
  | {
      readonly run: true;
      readonly busy: readonly number[];
      readonly visible: string | null;
      readonly numbers: readonly number[] | null;
      readonly because: string | null;
    }
  | {
      readonly run: false;
      readonly reason: 'no-hardware' | 'gpu-busy';
      readonly because: string;
    };

/** TensorFlow's own context takes some 500 MiB beside the 256 MiB that the live part may allocate. */
const neededMiB = 1024;

/** Whether TensorFlow may be started to compute on the GPUs: never in somebody's way, never for nothing. */
export function mayRun({ hardware, cards, forced }: Circumstances): MayRun {
  if (hardware === 'absent' && !forced) {
    const because = 'This machine has no NVIDIA GPU, so there is nothing to compute on.';
    return { run: false, reason: 'no-hardware', because };
  }
  const reasons = cards.map((card, index) => whyBusy(card, `GPU:${index}`));
  const busy = [...reasons.keys()].filter((index) => reasons[index] !== undefined);
  if (busy.length === 0) {
    return { run: true, busy: [], visible: null, numbers: null, because: null };
  }
  const because = reasons.filter((reason) => reason !== undefined).join(' ');
  const numbers = [...cards.keys()].filter((index) => !busy.includes(index));
  const free = numbers.map((index) => cards[index]?.uuid ?? null);
  // A card without a name of its own cannot be shown alone; then all are left in peace.
  if (free.length === 0 || free.includes(null)) return { run: false, reason: 'gpu-busy', because };
  return { run: true, busy, visible: free.join(','), numbers, because };
}

/** One sentence, or undefined for a card with room for us. */
function whyBusy(card: Card, name: string): string | undefined {
  const holder = card.heldBy === 'notebook' ? "this notebook's own Python" : 'another process';
  if (card.exclusive && card.heldBy !== 'nobody') {
    return `${name} lets one process in at a time, and ${holder} is in.`;
  }
  if (card.freeMiB !== null && card.freeMiB < neededMiB && card.heldBy !== 'nobody') {
    return `${name} has ${card.freeMiB} MiB free of the ${neededMiB} MiB needed; ${holder} holds the rest.`;
  }
  return undefined;
}
