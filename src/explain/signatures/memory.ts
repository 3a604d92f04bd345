import type { Signature } from '../signature.ts';

const cudnnMismatch = /Loaded runtime CuDNN library: [\d.]+.*but source was/;
const tensorTooBig =
  /OOM when allocating tensor|ran out of memory trying to allocate|Out of memory while trying to allocate/i;

export const memorySignatures: readonly Signature[] = [
  {
    id: 'memory-growth-differs',
    weight: 0.97,
    pattern: /Memory growth cannot differ between GPU devices/,
  },
  {
    id: 'memory-growth-after-init',
    weight: 0.96,
    pattern:
      /(?:Physical|Virtual|Visible|Logical) devices cannot be modified after being initialized/,
  },
  {
    id: 'memory-growth-needed',
    weight: 0.86,
    pattern:
      /Could not create cudnn handle: CUDNN_STATUS_(?:INTERNAL_ERROR|NOT_INITIALIZED|ALLOC_FAILED)|Failed to get convolution algorithm/,
    unless: cudnnMismatch,
  },
  {
    id: 'memory-growth-needed',
    weight: 0.78,
    pattern:
      /failed to create cublas handle|Blas GEMM launch failed|No blas support for stream|Attempting to perform BLAS operation using StreamExecutor without BLAS support/,
    unless: cudnnMismatch,
  },
  { id: 'gpu-oom', weight: 0.88, pattern: tensorTooBig },
  {
    id: 'gpu-oom',
    weight: 0.55,
    pattern: /CUDA_ERROR_OUT_OF_MEMORY|failed to allocate [\d.]+[GM]/,
  },
  {
    id: 'gpu-memory-held',
    weight: 0.7,
    pattern: /failed to allocate [\d.]+ ?[GMK]\S*[^\n]*CUDA_ERROR_OUT_OF_MEMORY/,
    unless: tensorTooBig,
  },
  {
    id: 'gpu-memory-held',
    weight: 0.9,
    pattern: /freeMemory: [\d.]+MiB/,
    needs: /OUT_OF_MEMORY|OOM|ran out of memory|CUBLAS_STATUS|CUDNN_STATUS/i,
  },
  {
    id: 'gpu-memory-held',
    weight: 0.9,
    pattern: /OOM when allocating tensor with shape\[(?:\d{1,2},?){1,2}\]/,
  },
  { id: 'gpu-memory-held', weight: 0.5, pattern: /\d{4,}MiB \/\s+\d+MiB \|\s+0%/ },
];
