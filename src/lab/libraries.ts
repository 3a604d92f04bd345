import type { Wheel } from './wheel.ts';

/** One library of NVIDIA's that the lab has a stub for. */
export interface StubLibrary {
  /** What scenarios call it. */
  readonly name: LibraryName;
  readonly soname: string;
  /** C files under `stubs/`, without `.c`. */
  readonly sources: readonly string[];
  /** Which of the asked names are its functions. */
  readonly names: RegExp;
  /** Sonames of the libraries that it is made of beside itself. They are there; nothing is asked of them. */
  readonly parts: readonly string[];
  /** What functions return that the sources do not define: success, but for NVML and the view. */
  readonly otherwise: number;
}

export const libraryNames = [
  'driver',
  'nvml',
  'cudart',
  'cublas',
  'cublasLt',
  'cudnn',
  'cufft',
  'curand',
  'cusolver',
  'cusparse',
  'cupti',
  'nccl',
] as const;
export type LibraryName = (typeof libraryNames)[number];

/** The two that come with the driver; all others come with the toolkit or as wheels. */
export const driverLibraries: readonly LibraryName[] = ['driver', 'nvml'];

/** Version after `.so.` of each library, by the CUDA that TensorFlow was built for (NVIDIA's sonames do not follow it). */
const versions: readonly {
  readonly cuda: RegExp;
  readonly of: Partial<Record<LibraryName, string>>;
}[] = [
  {
    cuda: /^11\.0/,
    of: {
      cudart: '11.0',
      cublas: '11',
      cublasLt: '11',
      cufft: '10',
      curand: '10',
      cusolver: '10',
      cusparse: '11',
      cupti: '11.0',
    },
  },
  {
    cuda: /^11\./,
    of: {
      cudart: '11.0',
      cublas: '11',
      cublasLt: '11',
      cufft: '10',
      curand: '10',
      cusolver: '11',
      cusparse: '11',
      cupti: '11.2',
    },
  },
  {
    cuda: /^12\./,
    of: {
      cudart: '12',
      cublas: '12',
      cublasLt: '12',
      cufft: '11',
      curand: '10',
      cusolver: '11',
      cusparse: '12',
      cupti: '12',
    },
  },
];

const sources: Readonly<Record<LibraryName, readonly string[]>> = {
  driver: ['driver-device', 'driver-memory', 'driver-names', 'driver-visible', 'driver-work'],
  nvml: ['nvml'],
  cudart: ['cudart'],
  cublas: ['cublas', 'cublas-gemm'],
  cublasLt: ['cublaslt'],
  cudnn: ['cudnn', 'cudnn-pooling'],
  cufft: ['cufft'],
  curand: ['curand'],
  cusolver: ['cusolver'],
  cusparse: ['cusparse'],
  cupti: ['cupti'],
  nccl: ['nccl'],
};

const names: Readonly<Record<LibraryName, RegExp>> = {
  driver: /^cu[A-Z]/,
  nvml: /^nvml/,
  cudart: /^(__)?cuda[A-Z]/,
  cublas: /^cublas(?!Lt)/,
  cublasLt: /^cublasLt/,
  cudnn: /^cudnn/,
  cufft: /^cufft/,
  curand: /^curand/,
  cusolver: /^cusolver/,
  cusparse: /^cusparse/,
  cupti: /^cupti/,
  nccl: /^nccl/,
};

/** The stubs that a TensorFlow needs; undefined when it asks for a CUDA that the lab does not know. */
export function stubsFor(wheel: Pick<Wheel, 'cuda' | 'cudnn'>): readonly StubLibrary[] | undefined {
  const known = versions.find(({ cuda }) => cuda.test(wheel.cuda))?.of;
  if (known === undefined) return undefined;
  const soname = (name: LibraryName): string => {
    if (name === 'driver') return 'libcuda.so.1';
    if (name === 'nvml') return 'libnvidia-ml.so.1';
    if (name === 'nccl') return 'libnccl.so.2';
    if (name === 'cudnn') return `libcudnn.so.${wheel.cudnn.split('.')[0] ?? ''}`;
    return `lib${name}.so.${known[name] ?? ''}`;
  };
  return libraryNames.map((name) => ({
    name,
    soname: soname(name),
    sources: ['lab', ...sources[name]],
    names: names[name],
    parts: name === 'cudnn' ? cudnnParts(wheel.cudnn) : [],
    otherwise: name === 'nvml' ? 3 : 0,
  }));
}

/** Since 8 cuDNN is several libraries (file lists of the packages nvidia-cudnn-cu11 8.9 and nvidia-cudnn-cu12 9.3). */
function cudnnParts(version: string): readonly string[] {
  const major = version.split('.')[0] ?? '';
  const partNames: Readonly<Record<string, string>> = {
    '8': 'ops_infer ops_train cnn_infer cnn_train adv_infer adv_train',
    '9': 'graph ops cnn adv engines_precompiled engines_runtime_compiled heuristic',
  };
  return (partNames[major]?.split(' ') ?? []).map((name) => `libcudnn_${name}.so.${major}`);
}
