import type { Noise } from '../signature.ts';

/** Harmless lines. Sources: TensorFlow's own output, versions as seen. */
export const noise: readonly Noise[] = [
  {
    id: 'numa-negative',
    pattern: /successful NUMA node read from SysFS had negative value/,
    versions: '0.8 to 2.20',
  },
  {
    id: 'numa-no-sysfs-wsl',
    pattern:
      /could not open file to read NUMA node|Your kernel may (?:not )?have been built without NUMA support|kernel may not have been built with NUMA/i,
    versions: '2.4 to 2.21, also at level E',
  },
  {
    id: 'metal-numa',
    pattern: /Could not identify NUMA node of platform GPU/i,
    versions: '2.4 and later; macOS',
  },
  {
    id: 'cpu-feature-guard',
    pattern:
      /TensorFlow binary is optimized (?:with|to use)|Your CPU supports instructions that this TensorFlow|wasn't compiled to use|^To enable (?:the following instructions|them in other operations)/m,
    versions: 'all',
  },
  { id: 'onednn', pattern: /oneDNN custom operations are on/, versions: '2.5 to 2.21' },
  {
    id: 'factory-already-registered',
    pattern: /Unable to register cu(?:DNN|FFT|BLAS) factory/,
    versions: '2.9 to 2.20, at level E',
  },
  {
    id: 'computation-placer',
    pattern: /computation placer already registered/,
    versions: '2.18 to 2.19',
  },
  {
    id: 'tensorrt-missing',
    pattern: /libnvinfer|TF-TRT Warning|Could not find TensorRT/,
    versions: '1.15 to 2.17',
  },
  {
    id: 'absl-stderr',
    pattern: /All log messages before absl::InitializeLog/,
    versions: '2.16 to 2.21',
  },
  { id: 'xla-devices-off', pattern: /Not creating XLA devices/, versions: '2.4' },
  {
    id: 'executor-start-aborting',
    pattern: /Executor start aborting \(this does not indicate/,
    versions: '2.11 to 2.12',
  },
  {
    id: 'cudart-dlerror-on-cpu-host',
    pattern: /Ignore above cudart dlerror/,
    versions: '1.14 to 2.11; only without a GPU',
  },
];
