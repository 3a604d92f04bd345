import type { Dtype } from './matmul-output.ts';

/** Relative error of rounding to a format: half the distance from 1 to the next number. */
const rounding = {
  float16: 2 ** -11,
  bfloat16: 2 ** -8,
  // Cut off, not rounded, so a whole distance; and both factors are.
  tf32Factors: Math.SQRT2 * 2 ** -10,
  float32: 2 ** -24,
  float64: 2 ** -53,
};

/** What the sums are kept in. Some GPUs add float16 up in float16; bfloat16 is added up in float32 everywhere. */
const sums: Record<Dtype, number> = {
  float16: rounding.float16,
  bfloat16: rounding.float32,
  float32: rounding.float32,
  float64: rounding.float64,
};

/** The largest of some ten thousand errors is four to five times their standard deviation. */
const margin = 8;

/**
 * The largest error that a right product of two n×n matrices of standard normal numbers can have.
 *
 * An element has a standard deviation of √n. Rounding it, or its factors, errs by `u·√n`; the n roundings on the way
 * of its sum add up like a random walk, to `u·n`. A product of zeros errs by some 4·√n and is never within the bound.
 *
 * @param tf32 whether the factors were rounded to TF32 first
 */
export function errorBound(dtype: Dtype, size: number, tf32: boolean): number {
  const factors = dtype === 'float32' && tf32 ? rounding.tf32Factors : 0;
  const root = Math.sqrt(size);
  return margin * root * (rounding[dtype] + factors + sums[dtype] * root);
}
