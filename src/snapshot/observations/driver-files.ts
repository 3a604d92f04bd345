import * as v from 'valibot';

/** Probe `driver-files`: what the NVIDIA kernel driver shows as files; nothing is opened that would wake it. */
export const driverFiles = v.object({
  /** `/proc/driver/nvidia/version`, as it reads. */
  procVersion: v.nullable(v.string()),
  /** `550.54.14` out of it. */
  kernelModuleVersion: v.nullable(v.string()),
  /** Folders under /proc/driver/nvidia/gpus: one `information` text each, without the serial. */
  gpus: v.array(v.object({ address: v.string(), model: v.nullable(v.string()) })),
  nodes: v.array(
    v.object({
      path: v.string(),
      /** Permission bits in octal: `666`. */
      mode: v.string(),
      group: v.nullable(v.string()),
      readable: v.boolean(),
      writable: v.boolean(),
      /**
       * What open() answers, tried on nvidiactl and nvidia-uvm only: `ok`, or the error's name (`EPERM`: a device
       * cgroup denies it); null when it was not tried.
       */
      open: v.optional(v.nullable(v.string())),
    }),
  ),
  /** Loaded kernel modules among nvidia, nvidia_uvm, nvidia_drm, nvidia_modeset, nouveau, nova_core, amdgpu, i915, xe; null when unreadable. */
  modules: v.nullable(v.array(v.string())),
  /** Whether files of an NVIDIA module exist for the running kernel; null when that cannot be seen. */
  moduleInstalled: v.nullable(v.boolean()),
  /** `modprobe.d` files that blacklist nvidia or nouveau: path and line. */
  blacklisted: v.array(v.object({ path: v.string(), line: v.string() })),
  seLinuxEnforcing: v.nullable(v.boolean()),
  /** Whether /dev/dxg exists (WSL2). */
  dxg: v.boolean(),
  /** What prime-select keeps in /etc/prime-discrete: `on` (NVIDIA), `off` (integrated GPU), `on-demand`; null without it. */
  primeProfile: v.nullable(v.string()),
  /** Whether the fabric manager runs, by its pid file; null where it is not installed. */
  fabricManager: v.nullable(v.boolean()),
  /** Lines of udev rules that take an NVIDIA device off the PCI bus (`ATTR{remove}="1"`): path and line. */
  udevRemovals: v.optional(v.array(v.object({ path: v.string(), line: v.string() }))),
  /** Whether the persistence daemon runs, by its socket; null where it is not installed. */
  persistenceDaemon: v.optional(v.nullable(v.boolean())),
  /** Files named libcuda.so.1 in the folders where drivers put them, and whether the loader looks there. */
  libcuda: v.optional(v.array(v.object({ path: v.string(), onLoaderPath: v.boolean() }))),
  /** The control pipe of the Multi-Process Service, and whether this user's server owns it; null without one. */
  mps: v.optional(v.nullable(v.object({ pipe: v.string(), own: v.boolean() }))),
  /** The kernel's messages of the NVIDIA driver (`NVRM: …`), the last 40; null where they may not be read. */
  kernelMessages: v.optional(v.nullable(v.array(v.string()))),
  /** Where they were read: `/dev/kmsg`, `journalctl -k`, `dmesg`. */
  kernelMessagesSource: v.optional(v.nullable(v.string())),
  /** Xid reports of the driver in the kernel's log since it started, the last 20; null where it may not be read. */
  xids: v.optional(v.nullable(v.array(v.object({ address: v.string(), code: v.number() })))),
});
