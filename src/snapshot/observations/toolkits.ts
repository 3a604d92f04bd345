import * as v from 'valibot';

/** Probe `toolkits`: CUDA toolkits and CUDA libraries on the disk, whether or not TensorFlow would take them. */
export const toolkits = v.object({
  toolkits: v.array(
    v.object({
      path: v.string(),
      /** From version.json, version.txt or nvcc. */
      version: v.nullable(v.string()),
      source: v.nullable(v.string()),
    }),
  ),
  nvcc: v.nullable(v.object({ path: v.string(), version: v.nullable(v.string()) })),
  /** Entries of ld.so.cache for CUDA sonames: soname → path. */
  ldCache: v.array(v.object({ soname: v.string(), path: v.string() })),
  /** cuDNN found with its version, by file name or header. */
  cudnn: v.array(v.object({ path: v.string(), version: v.nullable(v.string()) })),
});
