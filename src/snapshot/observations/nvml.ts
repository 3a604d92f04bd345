import * as v from 'valibot';

/** Probe `nvml`: the management library through ctypes, in a process of its own. */
export const nvml = v.object({
  /** File really mapped; null when it could not be loaded. */
  path: v.nullable(v.string()),
  loadError: v.nullable(v.string()),
  /** Return code of nvmlInit_v2: 0 success, 9 driver not loaded, 18 library version mismatch, 999 unknown. */
  initCode: v.nullable(v.number()),
  initText: v.nullable(v.string()),
  driverVersion: v.nullable(v.string()),
  /** Highest CUDA the driver supports: `12.4`. */
  cudaVersion: v.nullable(v.string()),
  devices: v.array(
    v.object({
      index: v.number(),
      name: v.nullable(v.string()),
      uuid: v.nullable(v.string()),
      /** `00000000:01:00.0` */
      busId: v.nullable(v.string()),
      computeCapability: v.nullable(v.string()),
      memoryTotalMiB: v.nullable(v.number()),
      memoryFreeMiB: v.nullable(v.number()),
      /** 0 default, 1 exclusive thread, 2 prohibited, 3 exclusive process. */
      computeMode: v.nullable(v.number()),
      /** 0 off, 1 on; null where the card has none. */
      migMode: v.nullable(v.number()),
      migInstances: v.nullable(v.number()),
      eccUncorrected: v.nullable(v.number()),
      /** Bits of nvmlDeviceGetCurrentClocksThrottleReasons. */
      throttleReasons: v.nullable(v.number()),
      /** Processes that hold it: counted; `own` are of this user. MiB null when not told. */
      holders: v.nullable(
        v.array(v.object({ pid: v.number(), own: v.boolean(), memoryMiB: v.nullable(v.number()) })),
      ),
      /** vGPU licence: null where not a vGPU. */
      vgpuLicensed: v.nullable(v.boolean()),
      /** Why this device could not be asked, when it could not ("GPU is lost"). */
      error: v.nullable(v.string()),
    }),
  ),
});
