import type { Noise } from '../signature.ts';

/** Harmless lines. Sources: TensorFlow's own output, versions as seen. */
export const noise: readonly Noise[] = [
  {
    id: 'numa-negative',
    pattern: /successful NUMA node read from SysFS had negative value/,
  },
  {
    id: 'numa-no-sysfs-wsl',
    pattern:
      /could not open file to read NUMA node|Your kernel may (?:not )?have been built without NUMA support|kernel may not have been built with NUMA/i,
  },
  {
    id: 'metal-numa',
    pattern: /Could not identify NUMA node of platform GPU/i,
  },
  {
    id: 'cpu-feature-guard',
    pattern:
      /TensorFlow binary is optimized (?:with|to use)|Your CPU supports instructions that this TensorFlow|wasn't compiled to use|^To enable (?:the following instructions|them in other operations)/m,
  },
  { id: 'onednn', pattern: /oneDNN custom operations are on/ },
  {
    id: 'factory-already-registered',
    pattern: /Unable to register cu(?:DNN|FFT|BLAS) factory/,
  },
  {
    id: 'computation-placer',
    pattern: /computation placer already registered/,
  },
  {
    id: 'tensorrt-missing',
    pattern: /libnvinfer|TF-TRT Warning|Could not find TensorRT/,
  },
  {
    id: 'absl-stderr',
    pattern: /All log messages before absl::InitializeLog/,
  },
  { id: 'xla-devices-off', pattern: /Not creating XLA devices/ },
  {
    id: 'executor-start-aborting',
    pattern: /Executor start aborting \(this does not indicate/,
  },
  {
    id: 'cudart-dlerror-on-cpu-host',
    pattern: /Ignore above cudart dlerror/,
  },
];
