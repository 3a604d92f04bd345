import * as v from 'valibot';

const gpu = v.strictObject({
  model: v.string(),
  computeCapability: v.pipe(v.string(), v.regex(/^\d+\.\d$/)),
  memoryMiB: v.number(),
  multiprocessors: v.number(),
  /** PCI device id: `0x2206`. */
  pciDevice: v.pipe(v.string(), v.regex(/^0x[0-9a-f]{4}$/)),
  /** Memory that another process holds. */
  usedMiB: v.optional(v.number(), 0),
  /** As NVML counts: 0 any number of processes, 2 none, 3 one. */
  computeMode: v.optional(v.picklist([0, 2, 3]), 0),
  /** In MIG mode, without an instance. */
  mig: v.optional(v.boolean(), false),
});
export type SimulatedGpu = v.InferOutput<typeof gpu>;

const usualGpu: SimulatedGpu = {
  model: 'NVIDIA GeForce RTX 3080',
  computeCapability: '8.6',
  memoryMiB: 10240,
  multiprocessors: 68,
  pciDevice: '0x2206',
  usedMiB: 0,
  computeMode: 0,
  mig: false,
};

/** What a simulated machine is: its GPUs, its driver, and what its kernel shows. */
export const machineSchema = v.strictObject({
  gpus: v.optional(v.array(gpu), [usualGpu]),
  /** Version of the driver's libraries. */
  driver: v.optional(v.string(), '555.42.02'),
  /** Whether libcuda is a bare copy from elsewhere: a file without a version in its name. */
  bareLibcuda: v.optional(v.boolean(), false),
  /** Newest CUDA that the driver supports. */
  driverCuda: v.optional(v.string(), '12.5'),
  /** Version of the loaded kernel module; null when none is loaded. Absent: the driver's. */
  kernelModule: v.optional(v.nullable(v.string())),
  /** Whether the kernel module is the open one. */
  openModule: v.optional(v.boolean(), false),
  /** The driver that has the GPUs instead of NVIDIA's. */
  boundTo: v.optional(v.picklist(['nouveau', 'vfio-pci'])),
  /** False: the driver could not start the GPUs, and lists none. */
  initialised: v.optional(v.boolean(), true),
  /** Devices below /dev that should be there and are not: `nvidia-uvm`, or `all`. */
  withoutNodes: v.optional(v.array(v.string()), []),
  /** What it runs in, when it is not a plain computer. */
  inside: v.optional(v.picklist(['docker', 'wsl'])),
  /** What the kernel's log has of the driver. */
  kernelLog: v.optional(v.array(v.string()), []),
  /** How `nvidia-smi` behaves: the other words print what the real one prints then; `absent`: there is none. */
  nvidiaSmi: v.optional(
    v.picklist(['works', 'mismatch', 'fails', 'no-devices', 'hangs', 'absent']),
    'works',
  ),
});
export type Machine = v.InferOutput<typeof machineSchema>;

/** PCI address of a GPU: `0000:01:00.0`. */
export const pciAddress = (index: number): string =>
  `0000:${(index + 1).toString(16).padStart(2, '0')}:00.0`;
