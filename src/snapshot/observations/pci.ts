import * as v from 'valibot';

/** Probe `pci`: display and accelerator devices on the PCI bus, from /sys/bus/pci (Linux). */
export const pci = v.object({
  /** Whether the listing could be read and has any device at all; an empty one proves nothing (container, WSL). */
  readable: v.boolean(),
  /** Number of PCI devices of every class. */
  count: v.number(),
  devices: v.array(
    v.object({
      address: v.string(),
      /** `0x10de` NVIDIA, `0x1002` AMD, `0x8086` Intel. */
      vendor: v.string(),
      device: v.string(),
      /** `0x030000` VGA, `0x030200` 3D controller. */
      class: v.string(),
      /** The kernel driver bound to it: `nvidia`, `nouveau`, `vfio-pci`, `amdgpu`, null. */
      driver: v.nullable(v.string()),
      /** `D0`, `D3cold`, … */
      powerState: v.nullable(v.string()),
      /** Whether the kernel has put it to sleep because nothing uses it: `active`, `suspended`, …; it wakes by itself. */
      runtimeStatus: v.optional(v.nullable(v.string())),
    }),
  ),
});
