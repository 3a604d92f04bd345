import * as v from 'valibot';

/** Probe `cuda-libraries`: for every soname this TensorFlow opens, what the loader answers in a process like TensorFlow's. */
export const cudaLibraries = v.object({
  /** `loader`: asked through the framework library's own search list; `files`: worked out from ELF headers. */
  method: v.picklist(['loader', 'files']),
  /** The search list of the library that opens them, in order. */
  searchList: v.array(v.string()),
  libraries: v.array(
    v.object({
      soname: v.string(),
      /** The file taken, links resolved; null when none was found. */
      path: v.nullable(v.string()),
      loads: v.nullable(v.boolean()),
      /** dlerror's text when it does not load. */
      error: v.nullable(v.string()),
      /**
       * Why, when it does not load; null when it does, or it is not known. `timeout`: it could not be read in time,
       * which says nothing about the library; then `loads` is null.
       */
      why: v.nullable(
        v.picklist([
          'missing',
          'dangling',
          'empty',
          'not-elf',
          'wrong-class',
          'truncated',
          'dependency',
          'version',
          'permission',
          'crash',
          'timeout',
          'other',
        ]),
      ),
      /** The dependency that is missing, when that is why. */
      dependency: v.nullable(v.string()),
      /** What the library says of itself (cudaRuntimeGetVersion, cudnnGetVersion …), or its file name's version. */
      version: v.nullable(v.string()),
      versionSource: v.nullable(v.picklist(['function', 'file-name', 'package'])),
      /** Files of this soname elsewhere on the disk that were not taken. */
      elsewhere: v.array(v.string()),
    }),
  ),
  /** Names looked for in TensorFlow's folders and PATH: libdevice.10.bc, ptxas. */
  tools: v.array(
    v.object({ name: v.string(), path: v.nullable(v.string()), version: v.nullable(v.string()) }),
  ),
});
