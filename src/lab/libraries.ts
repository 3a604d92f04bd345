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
  /** What functions return that the sources do not define and that compute nothing. */
  readonly otherwise: number;
  /** Those of them that would have to compute something say so, and return this code of the library's. */
  readonly refused: { readonly names: RegExp; readonly code: number };
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

/** What carries out kernels; `stubs/ptx.h` explains it. */
const ptx = [
  'ptx-arithmetic',
  'ptx-body',
  'ptx-convert',
  'ptx-exchange',
  'ptx-execute',
  'ptx-image',
  'ptx-instruction',
  'ptx-launch',
  'ptx-math',
  'ptx-memory',
  'ptx-module',
  'ptx-names',
  'ptx-run',
  'ptx-tables',
  'ptx-text',
];

const sources: Readonly<Record<LibraryName, readonly string[]>> = {
  driver: [
    'driver-device',
    'driver-kernel',
    'driver-memory',
    'driver-names',
    'driver-ranges',
    'driver-visible',
    'driver-work',
    ...ptx,
  ],
  nvml: ['nvml'],
  cudart: ['cudart', 'cudart-kernel'],
  cublas: ['cublas', 'cublas-gemm'],
  cublasLt: ['cublaslt'],
  cudnn: ['cudnn', 'cudnn-graph', 'cudnn-convolution', 'cudnn-pooling', 'cudnn-normalization'],
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
    refused: refusedOf(name, wheel.cudnn),
  }));
}

/** "Not supported" in each library's own numbers. */
const notSupported: Partial<Record<LibraryName, number>> = {
  driver: 801,
  cudart: 801,
  cublas: 15,
  cublasLt: 15,
  cufft: 16,
  curand: 999,
  cusolver: 9,
  cusparse: 10,
  nccl: 5,
};

/** Handles and settings of libraries compute nothing; of the driver only launches, graphs and copies compute. */
const computing =
  /^cu(?:da)?(?:Launch|Graph(?!ics)|Memcpy|Memset|Tensor|TexObject|SurfObject|Link|MallocAsync|MallocFrom|MemAllocAsync|MemAllocFrom|MemMap|MemCreate|Stream(?:BeginCapture|Write|Wait(?=Value)|Batch))/;
const settingUp =
  /^(?!cublasSet(?:Matrix|Vector)|cudnnSetTensor$)[A-Za-z]*(?:Create|Destroy|Set[A-Z]|Free|Logger|VersionCheck)/;

function refusedOf(name: LibraryName, cudnn: string): StubLibrary['refused'] {
  if (name === 'nvml' || name === 'cupti') return { names: /(?!)/, code: 0 };
  const code =
    name === 'cudnn' ? (Number(cudnn.split('.')[0]) >= 9 ? 3000 : 9) : (notSupported[name] ?? 0);
  if (name === 'driver' || name === 'cudart') return { names: computing, code };
  return { names: new RegExp(`^(?!${settingUp.source.slice(1)})`), code };
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
