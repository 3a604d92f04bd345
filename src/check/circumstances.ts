import type { Facts } from '../facts/facts.ts';
import type { Observed } from '../snapshot/observations/index.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';

/** A GPU that TensorFlow would see. They are in the order in which it numbers them. */
export interface VisibleGpu {
  /** With this, CUDA_VISIBLE_DEVICES can show it alone: `GPU-…`; null when it is not known, or would not do (MIG). */
  readonly uuid: string | null;
  /** MiB; null when the driver does not say. */
  readonly freeMiB: number | null;
  /** Only one process at a time may use it (compute mode 1 or 3). */
  readonly exclusive: boolean;
  /** `mps`: only the server of the Multi-Process Service, through which others may compute as well. */
  readonly heldBy: 'nobody' | 'notebook' | 'mps' | 'others';
}

/** What decides whether TensorFlow may be started, and on which GPUs. */
export interface Circumstances {
  /** `absent` only where every kind of GPU that this TensorFlow can use was looked for and could not have been hidden. */
  readonly hardware: 'present' | 'absent' | 'unknown';
  readonly gpus: readonly VisibleGpu[];
  /** Another process holds memory on a GPU of this machine, be it visible to us or not. */
  readonly shared: boolean;
  /** The person asked for the live check whatever the hardware is (`--live`). */
  readonly forced: boolean;
  /** The person asked to try every GPU, others' work or not (`--all-gpus`). */
  readonly allGpus: boolean;
}

type ManagedGpu = Observed<'nvml'>['devices'][number];

/** Reads the circumstances out of what was observed. */
export function circumstancesOf(
  snapshot: Snapshot,
  facts: Facts,
  options: Pick<Circumstances, 'forced' | 'allGpus'> & { readonly notebookPid?: number },
): Circumstances {
  const { forced, allGpus, notebookPid } = options;
  const { nvml, 'cuda-driver': cuda } = snapshot.observations;
  const managed = nvml?.ok === true ? nvml.data.devices : [];
  const visible = cuda?.ok === true ? cuda.data.masked.devices : [];
  const holders = managed.map((gpu) => holderOf(gpu, notebookPid));
  return {
    hardware: hardwareOf(snapshot, facts),
    gpus: visible.map((device): VisibleGpu => {
      const at = managed.findIndex((one) => one.uuid !== null && one.uuid === device.uuid);
      const gpu = managed[at];
      return {
        uuid: gpu?.migMode === 1 ? null : device.uuid,
        freeMiB: gpu?.memoryFreeMiB ?? null,
        exclusive: device.computeMode === 1 || device.computeMode === 3,
        heldBy: holders[at] ?? 'nobody',
      };
    }),
    shared: holders.includes('others'),
    forced,
    allGpus,
  };
}

function hardwareOf(snapshot: Snapshot, { gpus, driver }: Facts): Circumstances['hardware'] {
  if (gpus.present.state === 'known') return 'present';
  if (gpus.present.state === 'unknown' || usesOtherGpus(snapshot)) return 'unknown';
  // A driver without a GPU in the listing: let TensorFlow say.
  return driver.cuda.state === 'known' ? 'unknown' : 'absent';
}

/** Whether this TensorFlow computes on GPUs of another maker, and one may be here. Whether it does, only it can say. @internal */
export function usesOtherGpus({ observations }: Snapshot): boolean {
  const { interpreter, packages, pci } = observations;
  if (packages?.ok !== true) return false;
  const has = (name: string): boolean =>
    packages.data.distributions.some((one) => one.name === name);
  const mayHave = (vendor: string): boolean =>
    pci?.ok !== true ||
    !pci.data.readable ||
    pci.data.devices.some((device) => device.vendor === vendor);
  const python = interpreter?.ok === true ? interpreter.data : undefined;
  return (
    (python?.platform === 'darwin' && python.machine === 'arm64' && has('tensorflow-metal')) ||
    (packages.data.tensorflow?.build?.isRocmBuild === true && mayHave('0x1002')) ||
    (has('intel-extension-for-tensorflow') && mayHave('0x8086'))
  );
}

function holderOf({ holders }: ManagedGpu, notebookPid?: number): VisibleGpu['heldBy'] {
  const programs = (holders ?? []).filter((holder) => holder.mpsServer !== true);
  if (programs.some((holder) => holder.pid !== notebookPid)) return 'others';
  if (programs.length > 0) return 'notebook';
  return holders?.length ? 'mps' : 'nobody';
}
