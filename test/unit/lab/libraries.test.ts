import { describe, expect, it } from 'vitest';
import { stubsFor } from '../../../src/lab/libraries.ts';

/** Sonames that TensorFlow opens, read from its own log lines (2.4.1, 2.12 and 2.21). */
const seen = [
  ['11.0', '8', 'libcudart.so.11.0 libcublas.so.11 libcufft.so.10 libcusolver.so.10 libcudnn.so.8'],
  ['11.8', '8', 'libcudart.so.11.0 libcublas.so.11 libcufft.so.10 libcusolver.so.11 libcudnn.so.8'],
  ['12.5.1', '9', 'libcudart.so.12 libcublas.so.12 libcufft.so.11 libcusolver.so.11 libcudnn.so.9'],
] as const;

describe('the stub libraries', () => {
  it.each(seen)(
    'for CUDA %s and cuDNN %s have the sonames TensorFlow asks for',
    (cuda, cudnn, sonames) => {
      const made = stubsFor({ cuda, cudnn })?.map(({ soname }) => soname);
      expect(made).toEqual(
        expect.arrayContaining([...sonames.split(' '), 'libcuda.so.1', 'libnvidia-ml.so.1']),
      );
    },
  );

  it('of a CUDA that the lab does not know are none', () => {
    expect(stubsFor({ cuda: '13.0', cudnn: '9' })).toBeUndefined();
  });

  it('share no function', () => {
    const libraries = stubsFor({ cuda: '12.5.1', cudnn: '9' }) ?? [];
    const names = [
      'cuInit',
      'cudaMalloc',
      'cublasLtCreate',
      'cublasCreate_v2',
      'curandCreateGenerator',
    ];
    for (const name of [...names, '__cudaRegisterVar', 'cuptiGetVersion', 'nvmlInit_v2'])
      expect(libraries.filter((library) => library.names.test(name))).toHaveLength(1);
  });
});
