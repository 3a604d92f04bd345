/* Numbers of the types that matrices are made of. */
#pragma once
#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* cudaDataType_t, library_types.h */
enum type { FLOAT = 0, DOUBLE = 1, HALF = 2, BFLOAT16 = 14 };

static inline int known_type(enum type type) {
  return type == FLOAT || type == DOUBLE || type == HALF || type == BFLOAT16;
}

static inline float bits_to_float(uint32_t bits) {
  float value;
  memcpy(&value, &bits, 4);
  return value;
}
static inline uint32_t float_to_bits(float value) {
  uint32_t bits;
  memcpy(&bits, &value, 4);
  return bits;
}

/* IEEE half: 5 bits of exponent, biased by 15, and 10 of fraction. */
static inline double half_value(uint16_t bits) {
  int exponent = bits >> 10 & 31, fraction = bits & 1023;
  double sign = bits >> 15 ? -1 : 1;
  if (exponent == 0) return sign * fraction / 16777216.0; /* 2^-24 */
  if (exponent == 31) return fraction ? bits_to_float(0x7fc00000) : sign * bits_to_float(0x7f800000);
  double value = sign * (1024 + fraction) / 1024;
  for (; exponent > 15; exponent--) value *= 2;
  for (; exponent < 15; exponent++) value /= 2;
  return value;
}
/* Rounds to nearest, ties to even; too large becomes infinite, what is below 2^-14 keeps fewer digits. */
static inline uint16_t half_bits(double value) {
  uint16_t sign = signbit(value) ? 0x8000 : 0;
  if (isnan(value)) return 0x7fff;
  double size = fabs(value);
  if (size >= 65520) return sign | 0x7c00;
  if (size == 0) return sign;
  int exponent = ilogb(size) < -14 ? -14 : ilogb(size);
  return (uint16_t)(sign | (((exponent + 14) << 10) + (int)rint(ldexp(size, 10 - exponent))));
}
/* The upper half of a float, rounded to nearest, ties to even. */
static inline uint16_t bfloat_bits(double value) {
  uint32_t bits = float_to_bits((float)value);
  if (isnan(value)) return 0x7fff;
  return (uint16_t)((bits + 0x7fff + (bits >> 16 & 1)) >> 16);
}

static inline double number_at(const void *at, enum type type, size_t place) {
  switch (type) {
    case DOUBLE: return ((const double *)at)[place];
    case HALF: return half_value(((const uint16_t *)at)[place]);
    case BFLOAT16: return bits_to_float((uint32_t)((const uint16_t *)at)[place] << 16);
    default: return ((const float *)at)[place];
  }
}
static inline void set_number(void *at, enum type type, size_t place, double value) {
  switch (type) {
    case DOUBLE: ((double *)at)[place] = value; break;
    case HALF: ((uint16_t *)at)[place] = half_bits(value); break;
    case BFLOAT16: ((uint16_t *)at)[place] = bfloat_bits(value); break;
    default: ((float *)at)[place] = (float)value;
  }
}
