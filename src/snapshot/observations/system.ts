import * as v from 'valibot';

/** Probe `system`: operating system, processor, and the signs of a container, WSL, scheduler or hosted notebook. */
export const system = v.object({
  /** `Ubuntu 24.04.1 LTS` from os-release, or the platform's own name. */
  osName: v.nullable(v.string()),
  osId: v.nullable(v.string()),
  /** VERSION_ID of os-release: `24.04`, `9.4`. */
  osVersion: v.optional(v.nullable(v.string())),
  /** ID_LIKE of os-release: the distributions that it is made from. */
  osLike: v.optional(v.array(v.string())),
  kernel: v.string(),
  processor: v.nullable(v.string()),
  /** Of `avx`, `avx2`, `fma`, `avx512f`, those present; null when they cannot be read here. */
  cpuFeatures: v.nullable(v.array(v.string())),
  cpuCount: v.nullable(v.number()),
  memoryMiB: v.nullable(v.number()),
  glibc: v.nullable(v.string()),
  /** The libstdc++ that a program started here would load, and the newest GLIBCXX it offers. */
  libstdcxx: v.nullable(v.object({ path: v.string(), newestGlibcxx: v.nullable(v.string()) })),
  /** Size of /dev/shm in MiB. */
  shmMiB: v.nullable(v.number()),
  /** 1 or 2 under Windows Subsystem for Linux. */
  wsl: v.nullable(v.number()),
  /** `docker`, `podman`, `kubernetes`, `apptainer`, `lxc`, … with the file or variable that showed it; null outside. */
  container: v.nullable(v.object({ kind: v.string(), sign: v.string() })),
  scheduler: v.nullable(
    v.object({ kind: v.picklist(['slurm', 'pbs', 'lsf', 'sge', 'ray']), sign: v.string() }),
  ),
  hosted: v.nullable(v.picklist(['colab', 'kaggle', 'databricks', 'sagemaker', 'codespaces'])),
  /** Whether this Python runs under Rosetta, translated for an Apple processor; null where there is no Rosetta. */
  translated: v.optional(v.nullable(v.boolean())),
  /** Whether the processor says that this is a virtual machine; null when that cannot be read. */
  virtualMachine: v.optional(v.nullable(v.boolean())),
  /** `NVIDIA Jetson AGX Orin` from the device tree; null on other machines. */
  jetson: v.optional(v.nullable(v.string())),
  /** Whether the user is root (or may do all in this container). */
  root: v.optional(v.nullable(v.boolean())),
  secureBoot: v.nullable(v.boolean()),
  /** /usr/lib/wsl/lib and its libcuda, looked for under WSL only. */
  wslLibFolder: v.nullable(v.object({ exists: v.boolean(), libcuda: v.boolean() })),
});
