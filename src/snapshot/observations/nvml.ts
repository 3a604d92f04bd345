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
  /** Confidential computing: whether it is on, and whether the GPUs are ready for work; null where there is none. */
  confidentialComputing: v.optional(
    v.nullable(v.object({ on: v.boolean(), ready: v.nullable(v.boolean()) })),
  ),
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
      /** 0 off, 1 on; null where the GPU has none. */
      migMode: v.nullable(v.number()),
      migInstances: v.nullable(v.number()),
      eccUncorrected: v.nullable(v.number()),
      /** 1: the driver keeps the GPU initialised while nobody uses it; 0: each start initialises it anew. */
      persistenceMode: v.optional(v.nullable(v.number())),
      /** Share of the last moments in which a program used it, in percent. */
      utilisationPercent: v.optional(v.nullable(v.number())),
      /** 0 none, 1 passed through to this virtual machine, 2 vGPU, 3 host of vGPUs, 4 host of shared graphics. */
      virtualisationMode: v.optional(v.nullable(v.number())),
      /** Bits of nvmlDeviceGetCurrentClocksThrottleReasons. */
      throttleReasons: v.nullable(v.number()),
      /** Processes that compute on it. `own`: of this user; `mpsServer`: the server of the Multi-Process Service; MiB null when the driver does not say. */
      holders: v.nullable(
        v.array(
          v.object({
            pid: v.number(),
            own: v.boolean(),
            memoryMiB: v.nullable(v.number()),
            mpsServer: v.optional(v.boolean()),
          }),
        ),
      ),
      /** vGPU licence: null where not a vGPU. */
      vgpuLicensed: v.nullable(v.boolean()),
      /** Why this device could not be asked, when it could not ("GPU is lost"). */
      error: v.nullable(v.string()),
    }),
  ),
});
