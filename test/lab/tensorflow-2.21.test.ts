import { describe, expect, it } from 'vitest';
import { scenarioNames } from '../../src/lab/scenario-names.ts';
import { leftToAccuracy, runAll } from '../sampled.ts';
import { look } from './look.ts';
import { practicePython, whyNoLab } from './pythons.ts';

/** What the unmodified TensorFlow 2.21 prints and does on a simulated machine. */
interface Expected {
  /** Its decisive line. */
  readonly says: RegExp;
  /** Where a product was computed, and how: one a GPU. */
  readonly matmul: readonly string[];
  readonly pooling: readonly string[];
  /** What becomes of 400 MiB on the first GPU; "InternalError" is "Dst tensor is not initialized". */
  readonly filled?: string;
}

const noGpu = { matmul: [], pooling: [] };
const right = { matmul: ['GPU:0 right'], pooling: ['right'] };

const table: Readonly<Record<string, Expected>> = {
  healthy: {
    says: /Created device .*GPU:0 .* name: NVIDIA GeForce RTX 3080, .* compute capability: 8\.6/,
    ...right,
    filled: 'fits',
  },
  'healthy-two-gpus': {
    says: /Created device .*GPU:1 .* name: NVIDIA RTX A4000/,
    matmul: ['GPU:0 right', 'GPU:1 right'],
    pooling: ['right', 'right'],
  },
  'healthy-packages': { says: /Created device .*GPU:0/, ...right },
  masked: { says: /CUDA_ERROR_NO_DEVICE[\s\S]*CUDA_VISIBLE_DEVICES is set to -1/, ...noGpu },
  'masked-by-index': { says: /CUDA_ERROR_NO_DEVICE[\s\S]*CUDA_VISIBLE_DEVICES="1"/, ...noGpu },
  'no-cudnn': { says: /Could not load dynamic library 'libcudnn\.so\.9'/, ...noGpu },
  'broken-cudnn': { says: /libcudnn\.so\.9'; dlerror: .*file too short/, ...noGpu },
  'old-cudnn': {
    says: /Loaded runtime CuDNN library: 9\.1\.0 but source was compiled with: 9\.3\.0/,
    matmul: ['GPU:0 right'],
    pooling: ['failed'],
  },
  'no-cuda-libraries': { says: /Could not find cuda drivers on your machine/, ...noGpu },
  'and-cuda-path': {
    says: /^(?=[\s\S]*opened dynamic library libcufft)(?=[\s\S]*Could not load dynamic library 'libcusolver\.so\.11')/,
    ...noGpu,
  },
  'driver-mismatch': {
    says: /CUDA_ERROR_SYSTEM_DRIVER_MISMATCH: system has unsupported display driver/,
    ...noGpu,
  },
  'half-updated-driver': {
    says: /kernel version 550\.54\.14 does not match DSO version 555\.42\.2/,
    ...noGpu,
  },
  'driver-not-loaded': {
    says: /UNKNOWN ERROR \(303\)[\s\S]*kernel driver does not appear to be running/,
    ...noGpu,
  },
  'old-card': {
    says: /Ignoring visible gpu device .*minimum required Cuda capability is 3\.5/,
    ...noGpu,
  },
  // cuBLAS and cuDNN still know this card; it is TensorFlow's own kernels that cannot run on it.
  'older-card': {
    says: /not built with CUDA kernel binaries compatible with compute capability 5\.0/,
    ...right,
  },
  'no-nvml': { says: /Could not load dynamic library 'libnvidia-ml\.so\.1'/, ...noGpu },
  'masked-empty': { says: /CUDA_ERROR_NO_DEVICE[\s\S]*CUDA_VISIBLE_DEVICES/, ...noGpu },
  'replaced-gpu': { says: /CUDA_VISIBLE_DEVICES="GPU-5b2f0c1d/, ...noGpu },
  'no-libcuda': { says: /UNKNOWN ERROR \(303\)/, ...noGpu },
  'old-driver': {
    says: /driver version is insufficient for CUDA runtime version/,
    matmul: ['failed'],
    pooling: ['failed'],
  },
  'no-uvm': { says: /CUDA_ERROR_UNKNOWN: unknown error/, ...noGpu },
  fabric: { says: /CUDA_ERROR_SYSTEM_NOT_READY/, ...noGpu },
  'compat-library': { says: /CUDA_ERROR_COMPAT_NOT_SUPPORTED_ON_DEVICE/, ...noGpu },
  'one-of-two': {
    says: /Ignoring visible gpu device .*T400 4GB.* with core count: 6/,
    matmul: ['GPU:0 right'],
    pooling: ['right'],
  },
  'healthy-mask': { says: /Created device .*GPU:0/, ...right },
  'wrong-results': { says: /Created device/, matmul: ['GPU:0 wrong'], pooling: ['right'] },
  'memory-held': {
    says: /Created device .* with 1\d\d MB memory[\s\S]*CUBLAS_STATUS_ALLOC_FAILED/,
    matmul: ['failed'],
    pooling: ['right'],
    filled: 'InternalError',
  },
  'cublas-fails': {
    says: /failed to create cublas handle: CUBLAS_STATUS_NOT_INITIALIZED/,
    matmul: ['failed'],
    pooling: ['right'],
  },
};

/** One of each kind: several GPUs, a mask, a library that is missing, too old or unfindable, wrong work, memory. */
const sample = new Set([
  'healthy-two-gpus',
  'masked',
  'no-cudnn',
  'old-cudnn',
  'and-cuda-path',
  'driver-mismatch',
  'wrong-results',
  'cublas-fails',
  'memory-held',
]);
const cases = Object.entries(table).filter(([name]) => runAll || sample.has(name));

const reason = whyNoLab();

describe.skipIf(reason !== undefined)(
  `TensorFlow 2.21 on simulated machines ${reason ?? ''}`,

  () => {
    const others = Object.keys(table).length - cases.length;
    it(`all other ${others} machines`, (context) => {
      if (!runAll) context.skip(leftToAccuracy);
      expect(cases).toHaveLength(Object.keys(table).length);
    });

    it.each(cases)('%s', async (scenario, { says, ...computed }) => {
      const fillMiB = computed.filled === undefined ? 0 : 400;
      const { end, answer, log } = await look(scenario, { python: practicePython, fillMiB });
      expect({ end, log, ...answer }).toEqual({
        end: { how: 'exit', code: 0 },
        log: expect.stringMatching(says),
        ...computed,
      });
    });

    it('hanging-driver: opens the driver and never comes back', async () => {
      const { end, answer, log } = await look('hanging-driver', {
        python: practicePython,
        leaveAfter: /opened dynamic library libcuda\.so\.1/,
      });
      expect(end).toEqual({ how: 'aborted' });
      expect(answer).toBeUndefined();
      expect(log).not.toMatch(/libcudart|cuInit|Created device/);
    });

    it('names only scenarios that there are', () => {
      expect(scenarioNames()).toEqual(expect.arrayContaining(Object.keys(table)));
    });
  },
);
