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
  /** What `prime-select query` keeps in its file, where there is one: `intel`, `nvidia`, `on-demand`. */
  primeProfile: v.nullable(v.string()),
  /** `/proc/driver/nvidia/suspend` exists / fabric manager's socket or pid file exists. */
  fabricManager: v.nullable(v.boolean()),
  /** Xid reports of the driver in the kernel's log since it started, the last 20; null where it may not be read. */
  xids: v.optional(v.nullable(v.array(v.object({ address: v.string(), code: v.number() })))),
});
