import type { Noise } from '../signature.ts';

/** Harmless lines, as TensorFlow 0.12 to 2.21 print them. Those in which TensorFlow itself says so stand first. */
export const noise: readonly Noise[] = [
  {
    id: 'says-no-failure',
    pattern:
      /this (?:is not a failure|does not necessarily mean|does not indicate an error|is not an error)|not a failure, but may mean/,
    why: 'TensorFlow says itself that this is no failure: it tried a faster way that needs more memory, and took another.',
  },
  {
    id: 'allocator-retry',
    pattern:
      /: I [^\n]{0,120}failed to allocate [\d.]+|I\d{4} [^\n]{0,120}failed to allocate [\d.]+/,
    why: 'At level I the request is tried again with less memory. Only a line at level W or E, or an exception, is a failure.',
  },
  {
    id: 'numa-negative',
    pattern: /successful NUMA node read from SysFS had negative value/,
    why: 'Most computers have one NUMA node and their kernel does not number it; TensorFlow takes node zero.',
  },
  {
    id: 'numa-no-sysfs-wsl',
    pattern:
      /could not open file to read NUMA node|Your kernel may (?:not )?have been built without NUMA support|kernel may not have been built with NUMA/i,
    why: 'WSL has no such file; TensorFlow takes node zero.',
  },
  {
    id: 'metal-numa',
    pattern: /Could not identify NUMA node of platform GPU/i,
    why: 'An Apple computer has no NUMA nodes.',
  },
  {
    id: 'cpu-feature-guard',
    pattern:
      /TensorFlow binary is optimized (?:with|to use)|Your CPU supports instructions that this TensorFlow|wasn't compiled to use|To enable (?:the following instructions|them in other operations)/,
    why: 'This is about the processor only, and says nothing about the GPU.',
  },
  {
    id: 'onednn',
    pattern: /oneDNN custom operations are on/,
    why: 'oneDNN makes operations on the processor faster; results may differ in the last digits.',
  },
  {
    id: 'factory-already-registered',
    pattern: /Unable to register cu(?:DNN|FFT|BLAS) factory/,
    why: 'The library is registered twice, by two parts of TensorFlow, and the first one is used. It is printed on working machines, although at level E.',
  },
  {
    id: 'computation-placer',
    pattern: /computation placer already registered/,
    why: 'The same part is registered twice, and the first one is used.',
  },
  {
    id: 'tensorrt-missing',
    pattern: /libnvinfer|TF-TRT Warning|Could not find TensorRT/,
    why: 'TensorRT is a separate product for finished models. TensorFlow uses the GPU without it.',
  },
  {
    id: 'absl-stderr',
    pattern: /All log messages before absl::InitializeLog/,
    why: 'It says only where the next lines are printed.',
  },
  {
    id: 'xla-devices-off',
    pattern: /Not creating XLA devices/,
    why: 'XLA devices are an old experiment; the ordinary GPU device is another.',
  },
  {
    id: 'xla-service',
    pattern:
      /XLA service 0x\w+ initialized for platform|StreamExecutor device \(\d+\):|Compiled cluster using XLA!/,
    why: 'XLA says that it is ready.',
  },
  {
    id: 'executor-start-aborting',
    pattern: /Executor start aborting|End of sequence\s*$|OUT_OF_RANGE: End of sequence/,
    why: 'A data set came to its end.',
  },
  {
    id: 'library-opened',
    pattern:
      /Successfully opened dynamic library|successfully opened CUDA library|Loaded cuDNN version \d|kernel version seems to match DSO/,
    why: 'Something worked.',
  },
  {
    id: 'mlir-pass',
    pattern:
      /None of the MLIR [Oo]ptimization [Pp]asses are enabled|MLIR V1 optimization pass is not enabled/,
    why: 'These optimizations are off unless somebody switches them on.',
  },
  {
    id: 'tfg-optimizer',
    pattern:
      /layout failed: INVALID_ARGUMENT: Size of values 0 does not match|model_pruner failed|remapper failed: (?:INVALID_ARGUMENT|Invalid argument)/,
    why: 'One optimization of the graph is left out; the graph runs without it.',
  },
  {
    id: 'tensorfloat32',
    pattern: /TensorFloat-32 will be used/,
    why: 'Matrix products use a faster number format of this GPU.',
  },
  {
    id: 'cudart-dlerror-on-cpu-host',
    pattern: /Ignore above cudart dlerror/,
    alsoTrace: true,
    why: 'It may be ignored on a computer without an NVIDIA GPU only.',
  },
];
