import { describe, expect, test } from 'vitest';
import { errorBound } from '../../../src/performance/error-bound.ts';
import { dtypes } from '../../../src/performance/matmul-output.ts';

describe('the bound tells rounding from wrong results', () => {
  // Largest errors of TensorFlow 2.21 on a CPU, in 8 rows of products of standard normal numbers.
  const seen = [
    ['float32', 128, 1.43e-5],
    ['float32', 2048, 8.07e-5],
    ['float16', 512, 0.0305],
    ['float16', 2048, 0.0625],
    ['bfloat16', 128, 0.0624],
    ['bfloat16', 2048, 0.491],
    ['float64', 2048, 1.28e-13],
  ] as const;
  test.each(seen)('%s, size %i: an error of %f is rounding', (dtype, size, error) => {
    expect(error).toBeLessThan(errorBound(dtype, size, false));
  });

  // The largest element of a few rows is over three standard deviations, so that is how far zeros are off.
  test.each(dtypes)('%s: a product of zeros is wrong at every size', (dtype) => {
    for (const size of [16, 512, 4096, 65_536]) {
      expect(errorBound(dtype, size, dtype === 'float32')).toBeLessThan(3 * Math.sqrt(size));
    }
  });

  test('float32 computed in half precision is wrong, unless TF32 is on', () => {
    const error = Math.sqrt(1024) * 2 ** -10;
    expect(error).toBeGreaterThan(errorBound('float32', 1024, false));
    expect(error).toBeLessThan(errorBound('float32', 1024, true));
  });
});
