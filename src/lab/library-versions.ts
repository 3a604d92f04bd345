import type { LibraryName } from './libraries.ts';
import type { Wheel } from './wheel.ts';

/** Versions of the libraries in the CUDA toolkits that TensorFlow was built for, with those of cuDNN and NCCL beside. */
const toolkits: readonly {
  readonly cuda: RegExp;
  readonly of: Partial<Record<LibraryName, string>>;
}[] = [
  {
    cuda: /^11\.0/,
    of: {
      cudart: '11.0.221',
      cublas: '11.2.0.252',
      cublasLt: '11.2.0.252',
      cufft: '10.2.1.245',
      curand: '10.2.1.245',
      cusolver: '10.6.0.245',
      cusparse: '11.1.1.245',
      cupti: '2020.1.1',
      nccl: '2.7.8',
    },
  },
  {
    cuda: /^11\./,
    of: {
      cudart: '11.8.89',
      cublas: '11.11.3.6',
      cublasLt: '11.11.3.6',
      cufft: '10.9.0.58',
      curand: '10.3.0.86',
      cusolver: '11.4.1.48',
      cusparse: '11.7.5.86',
      cupti: '2022.3.0',
      nccl: '2.16.5',
    },
  },
  {
    cuda: /^12\./,
    of: {
      cudart: '12.5.82',
      cublas: '12.5.3.2',
      cublasLt: '12.5.3.2',
      cufft: '11.2.3.61',
      curand: '10.3.6.82',
      cusolver: '11.6.3.83',
      cusparse: '12.5.1.3',
      cupti: '2024.2.1',
      nccl: '2.27.7',
    },
  },
];

/**
 * cuDNN that fits every TensorFlow built for that major version, and every GPU: 9.3 fails under 2.21 in what XLA
 * compiles, and 9.11 has no code for GPUs before Turing.
 */
const fittingCudnn: Readonly<Record<string, string>> = { '8': '8.9.5', '9': '9.10.2' };

/** Version of a library on a simulated machine, as its file's name has it. */
export function versionOf(library: LibraryName, wheel: Wheel, cudnn?: string): string | undefined {
  if (library === 'cudnn')
    return cudnn ?? fittingCudnn[wheel.cudnn.split('.')[0] ?? ''] ?? '9.10.2';
  return toolkits.find(({ cuda }) => cuda.test(wheel.cuda))?.of[library];
}
