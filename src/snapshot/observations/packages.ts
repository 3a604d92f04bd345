import * as v from 'valibot';

/** Probe `packages`: what is installed for this Python, read from files; TensorFlow is not imported. */
export const packages = v.object({
  /** Distributions of interest (TensorFlow's kin, Keras, numpy, protobuf, nvidia-*, torch, jax, ipykernel …). */
  distributions: v.array(
    v.object({
      name: v.string(),
      version: v.string(),
      /** The folder of sys.path that holds it. */
      location: v.string(),
      /** Whether that folder is the user site. */
      userSite: v.boolean(),
      /** `pip`, `conda`, `uv`, … from INSTALLER. */
      installer: v.nullable(v.string()),
    }),
  ),
  /** Distributions whose folder is not complete (`~ensorflow`, dist-info without METADATA). */
  broken: v.array(v.string()),
  /** conda's records of interest from conda-meta: name, version, build string. */
  conda: v.array(
    v.object({
      name: v.string(),
      version: v.string(),
      build: v.string(),
      channel: v.nullable(v.string()),
    }),
  ),
  /** torch and JAX of the same Python, by their files: the CUDA they were built for, and the CUDA libraries they bring. */
  others: v.optional(
    v.array(
      v.object({
        name: v.picklist(['torch', 'jax']),
        version: v.nullable(v.string()),
        cudaVersion: v.nullable(v.string()),
        libraries: v.array(v.string()),
      }),
    ),
  ),
  tensorflow: v.nullable(
    v.object({
      /** Folder that `import tensorflow` would take. */
      path: v.string(),
      /** `2.21.0` from its own metadata or version file; null when neither has it. */
      version: v.nullable(v.string()),
      /** Fields of build_info.py; null when the file is missing or cannot be read without running it. */
      build: v.nullable(
        v.object({
          isCudaBuild: v.nullable(v.boolean()),
          isRocmBuild: v.nullable(v.boolean()),
          cudaVersion: v.nullable(v.string()),
          cudnnVersion: v.nullable(v.string()),
          /** `sm_60`, `compute_90`. */
          computeCapabilities: v.nullable(v.array(v.string())),
          /** The rest, as strings (Windows wheels name their DLLs here). */
          other: v.record(v.string(), v.string()),
        }),
      ),
      /** The library that opens the CUDA libraries. */
      framework: v.nullable(
        v.object({
          path: v.string(),
          rpath: v.nullable(v.string()),
          runpath: v.nullable(v.string()),
        }),
      ),
      /** CUDA sonames named inside the framework library, in TensorFlow's order where known. */
      sonames: v.array(v.string()),
      /** Requirements of the `and-cuda` extra in its metadata. */
      andCuda: v.array(v.string()),
      requiresPython: v.nullable(v.string()),
      /** A file or folder in the working directory named tensorflow that shadows the real one. */
      shadowedBy: v.nullable(v.string()),
    }),
  ),
});
