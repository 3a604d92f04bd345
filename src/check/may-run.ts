import type { Circumstances, VisibleGpu } from './circumstances.ts';

/** A GPU that the live check leaves alone: too little memory is free, or others work on this machine. */
export interface LeftAlone {
  readonly gpu: string;
  readonly because: 'busy' | 'shared';
}

/** Whether TensorFlow is started, and with which GPUs. */
export type MayRun =
  | {
      readonly run: true;
      /** What CUDA_VISIBLE_DEVICES has to be for that; null when it stays as it is. */
      readonly visible: string | null;
      /** Numbers of the GPUs that stay visible, which TensorFlow then counts from 0; null when all do. */
      readonly numbers: readonly number[] | null;
      readonly leftAlone: readonly LeftAlone[];
    }
  | { readonly run: false; readonly reason: 'no-hardware' | 'gpu-busy' };

/** TensorFlow's own context takes some 500 MiB beside the 256 MiB that the live check may allocate. */
const neededMiB = 1024;

const everything = { run: true, visible: null, numbers: null, leftAlone: [] } as const;

/** Decides whether TensorFlow may be started to compute on the GPUs: never in others' way, never for nothing. */
export function mayRun(circumstances: Circumstances): MayRun {
  const { hardware, gpus, shared, forced, allGpus } = circumstances;
  if (hardware === 'absent' && !forced) return { run: false, reason: 'no-hardware' };
  if (allGpus) return everything;
  const free = [...gpus.keys()].filter((index) => !isBusy(gpus[index]));
  const named = free.filter((index) => gpus[index]?.uuid !== null);
  const anyBusy = free.length < gpus.length;
  // Where one GPU has no name of its own, the others cannot be shown without it.
  if (anyBusy && (free.length === 0 || named.length < free.length)) {
    return { run: false, reason: 'gpu-busy' };
  }
  const chosen = shared && named.length > 0 ? [freest(named, gpus)] : free;
  if (chosen.length === gpus.length) return everything;
  return {
    run: true,
    visible: chosen.map((index) => gpus[index]?.uuid).join(','),
    numbers: chosen,
    leftAlone: [...gpus.keys()]
      .filter((index) => !chosen.includes(index))
      .map((index) => ({ gpu: `GPU:${index}`, because: free.includes(index) ? 'shared' : 'busy' })),
  };
}

/** Whether our process would be refused, or would take the memory that the holder of this GPU needs. */
function isBusy(gpu: VisibleGpu | undefined): boolean {
  if (gpu === undefined || gpu.heldBy === 'nobody') return false;
  if (gpu.exclusive && gpu.heldBy !== 'mps') return true;
  return gpu.freeMiB !== null && gpu.freeMiB < neededMiB;
}

function freest(indexes: readonly number[], gpus: readonly VisibleGpu[]): number {
  const freeMiB = (index: number): number => gpus[index]?.freeMiB ?? 0;
  return indexes.reduce((best, index) => (freeMiB(index) > freeMiB(best) ? index : best));
}
