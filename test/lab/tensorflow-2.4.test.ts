import { beforeAll, describe, expect, it } from 'vitest';
import { look } from './look.ts';
import { oldTensorflow, python38, whyNoLab } from './pythons.ts';

const noGpu = { matmul: [], pooling: [] };

/** What TensorFlow 2.4.1, built for CUDA 11.0 and cuDNN 8, prints and does. */
const table = {
  healthy: {
    says: /Created TensorFlow device .*GPU:0 .* name: NVIDIA GeForce RTX 3080/,
    matmul: ['GPU:0 right'],
    pooling: ['right'],
  },
  'healthy-two-gpus': {
    says: /GPU:1 .* name: NVIDIA RTX A4000/,
    matmul: ['GPU:0 right', 'GPU:1 right'],
    pooling: ['right', 'right'],
  },
  masked: { says: /CUDA_ERROR_NO_DEVICE: no CUDA-capable device is detected/, ...noGpu },
  'no-cudnn': { says: /Could not load dynamic library 'libcudnn\.so\.8'; dlerror/, ...noGpu },
  'no-cuda-libraries': {
    says: /Could not load dynamic library 'libcudart\.so\.11\.0'[\s\S]*Ignore above cudart dlerror/,
    ...noGpu,
  },
  'half-updated-driver': {
    says: /SYSTEM_DRIVER_MISMATCH[\s\S]*kernel version 550\.54\.14 does not match DSO version 555\.42\.2/,
    ...noGpu,
  },
  'old-card': { says: /minimum required Cuda capability is 3\.5/, ...noGpu },
  'wrong-results': {
    says: /Created TensorFlow device/,
    matmul: ['GPU:0 wrong'],
    pooling: ['right'],
  },
};

const older = python38();
const reason = whyNoLab() ?? (older === undefined ? 'there is no Python 3.8' : undefined);

describe.skipIf(reason !== undefined)(
  `TensorFlow 2.4.1 on simulated machines ${reason ?? ''}`,

  () => {
    let python: string;
    beforeAll(async () => {
      python = await oldTensorflow(older ?? '');
    }, 600_000);

    it.each(Object.entries(table))('%s', async (scenario, { says, ...computed }) => {
      const { end, answer, log } = await look(scenario, { python });
      expect({ end, log, ...answer }).toEqual({
        end: { how: 'exit', code: 0 },
        log: expect.stringMatching(says),
        ...computed,
      });
    });

    it('refuses a machine that this TensorFlow would find healthy', async () => {
      await expect(look('older-card', { python })).rejects.toThrow(
        'The scenario `older-card` needs TensorFlow 2.21 or newer, and this Python has 2.4.1.',
      );
    });
  },
);
