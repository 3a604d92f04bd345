import * as v from 'valibot';

const asked = v.object({
  /** Return code of cuInit; null when it was never reached. */
  cuInit: v.nullable(v.number()),
  deviceCount: v.nullable(v.number()),
  devices: v.array(
    v.object({
      index: v.number(),
      name: v.nullable(v.string()),
      uuid: v.nullable(v.string()),
      busId: v.nullable(v.string()),
      computeCapability: v.nullable(v.string()),
      memoryMiB: v.nullable(v.number()),
      multiprocessors: v.nullable(v.number()),
      computeMode: v.nullable(v.number()),
    }),
  ),
});

/** Probe `cuda-driver`: libcuda through ctypes in a process of its own. No context is made, nothing is allocated. */
export const cudaDriver = v.object({
  /** File really mapped (`/proc/self/maps`), links resolved; null when it could not be loaded. */
  path: v.nullable(v.string()),
  loadError: v.nullable(v.string()),
  /** Other files named libcuda.so.1 that the loader could have met: ldconfig, LD_LIBRARY_PATH, stubs, compat. */
  others: v.array(v.string()),
  /** The file's own version out of its name: `libcuda.so.550.54.14` → `550.54.14`. */
  fileVersion: v.nullable(v.string()),
  /** cuDriverGetVersion: 12040. */
  driverApiVersion: v.nullable(v.number()),
  /** The practice driver of the fault lab says so by a symbol of its own. */
  lab: v.boolean(),
  /** With the environment as it is. */
  masked: asked,
  /** Without CUDA_VISIBLE_DEVICES; CUDA_DEVICE_ORDER stays as it is. Null when the variable is not set. */
  unmasked: v.nullable(asked),
});
