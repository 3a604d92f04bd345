import type { Signature } from '../signature.ts';

/** GPUs older than the oldest kernels of today's wheels, and newer than the newest. */
const oldGpu = /compute ?capability:? [1-5]\.\d/i;
const invalidImage = /device kernel image is invalid/;

export const computeSignatures: readonly Signature[] = [
  {
    id: 'compute-capability-too-low',
    weight: 0.95,
    pattern: /The minimum required Cuda capability is/,
  },
  {
    id: 'compute-capability-too-low',
    weight: 0.93,
    pattern: /not built with CUDA kernel binaries compatible with compute capability [1-5]\.\d/,
  },
  {
    id: 'compute-capability-too-low',
    weight: 0.85,
    pattern:
      /no kernel image is available for execution on the device|CUDA_ERROR_NO_BINARY_FOR_GPU/,
    needs: oldGpu,
  },
  { id: 'compute-capability-too-low', weight: 0.85, pattern: invalidImage, needs: oldGpu },
  { id: 'compute-capability-too-low', weight: 0.55, pattern: invalidImage },
  { id: 'compute-capability-too-new', weight: 0.6, pattern: invalidImage, unless: oldGpu },
  {
    id: 'compute-capability-too-low',
    weight: 0.6,
    pattern: /no kernel image is available for execution on the device/,
  },
  { id: 'compute-capability-too-low', weight: 0.5, pattern: /CUDA_ERROR_NO_BINARY_FOR_GPU/ },
  {
    id: 'compute-capability-too-new',
    weight: 0.92,
    pattern:
      /not built with CUDA kernel binaries compatible with compute capability (?:[6-9]|1\d)\.\d/,
  },
  {
    id: 'compute-capability-too-new',
    weight: 0.85,
    pattern: /CUDA_ERROR_INVALID_PTX|CUDA_ERROR_INVALID_HANDLE|a PTX JIT compilation failed/,
  },
  {
    id: 'compute-capability-too-new',
    weight: 0.6,
    pattern: /CUDA_ERROR_NO_BINARY_FOR_GPU|no kernel image is available/,
    unless: oldGpu,
  },
  {
    id: 'compute-capability-too-new',
    weight: 0.85,
    pattern: /computeCapability: 8\./,
    needs: /libcudart\.so\.10\.1/,
  },
  {
    id: 'compute-capability-too-new',
    weight: 0.8,
    pattern: /'sm_\d+' is not a recognized processor/,
  },
  {
    id: 'gpu-too-few-multiprocessors',
    weight: 0.95,
    pattern:
      /Ignoring (?:visible )?gpu device[^\n]*with core count|TF_MIN_GPU_MULTIPROCESSOR_COUNT/,
  },
  {
    id: 'gpu-busy-exclusive-mode',
    weight: 0.88,
    pattern:
      /CUDA_ERROR_DEVICE_UNAVAILABLE|CUDA-capable device\(s\) is\/are busy or unavailable|cudaErrorDevicesUnavailable/,
  },
  {
    id: 'model-pinned-to-gpu',
    weight: 0.82,
    pattern:
      /was explicitly assigned to \/(?:job\S*\/)?device:GPU|Could not satisfy explicit device specification[^\n]*GPU|Unknown device[^\n]*GPU/,
  },
  {
    id: 'op-has-no-gpu-kernel',
    weight: 0.85,
    pattern:
      /no supported kernel for GPU devices|colocated with a group of nodes that required incompatible device|OneShotIterator: CPU/,
  },
  {
    id: 'cuda-after-fork',
    weight: 0.85,
    pattern:
      /CUDA_ERROR_NOT_INITIALIZED|cudaErrorInitializationError|Cannot re-initialize CUDA in forked/,
  },
  {
    id: 'container-shm-too-small',
    weight: 0.92,
    pattern:
      /posix_fallocate failed[^\n]*No space left|shared memory segment[^\n]*No space left|\/dev\/shm[^\n]*No space left/,
  },
  {
    id: 'nccl-not-available-windows',
    weight: 0.95,
    pattern: /No OpKernel was registered to support Op 'Nccl\w*'/,
  },
  {
    id: 'display-watchdog-timeout',
    weight: 0.93,
    pattern:
      /CUDA_ERROR_LAUNCH_TIMEOUT|the launch timed out and was terminated|cudaErrorLaunchTimeout/,
  },
  {
    id: 'display-watchdog-timeout',
    weight: 0.42,
    pattern: /CUDA_ERROR_LAUNCH_FAILED|unspecified launch failure/,
  },
  {
    id: 'gpu-hardware-fault',
    weight: 0.4,
    pattern: /CUDA_ERROR_LAUNCH_FAILED|CUDA_ERROR_ILLEGAL_ADDRESS/,
  },
];
