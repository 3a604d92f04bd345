/**
 * The causes whose traces come from native code that ends its process: a failed check, an abort, an instruction that
 * the processor lacks, a library that cannot be loaded late. All others raise a Python exception or only slow things
 * down, and the process goes on.
 */
const fatal: readonly string[] = [
  'avx-missing',
  'container-shm-too-small',
  'cuda-after-fork',
  'cuda-library-broken',
  'cudnn-missing',
  'cudnn-sublibrary-mismatch',
  'cudnn-version-mismatch',
  'display-watchdog-timeout',
  'gpu-hardware-fault',
  'gpu-memory-held',
  'gpu-oom',
  'libdevice-missing',
  'memory-growth-needed',
  'mixed-cuda-wheels',
  'numpy2-abi',
  'protobuf-version',
  'ptxas-missing',
];

/** Whether a cause, by its finding id, can end the process in whose output it is found. */
export function canEndProcess(id: string): boolean {
  return fatal.includes(id);
}
