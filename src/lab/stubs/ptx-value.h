/* What lies in a slot, as the numbers of its type. Bits above the type's width mean nothing. */
#pragma once
#include <string.h>

#include "number.h"
#include "ptx.h"

static inline float f32(u64 slot) { return bits_to_float((u32)slot); }
static inline u64 of_f32(float value) { return float_to_bits(value); }
static inline double f64(u64 slot) {
  double value;
  memcpy(&value, &slot, sizeof value);
  return value;
}
static inline u64 of_f64(double value) {
  u64 slot;
  memcpy(&slot, &value, sizeof slot);
  return slot;
}

static inline int is_signed(enum ptx_type type) { return type >= S8 && type <= S64; }
static inline int is_float(enum ptx_type type) { return type >= F16 && type <= F64; }
static inline int is_pair(enum ptx_type type) { return type >= F16X2; }
/* Type of each half of a pair. */
static inline enum ptx_type half_of(enum ptx_type type) {
  return type == F16X2 ? F16 : type == BF16X2 ? BF16 : type == S16X2 ? S16 : U16;
}

static inline int bits_of(enum ptx_type type) { return 8 * ptx_type_bytes(type); }
static inline u64 unsigned_of(u64 slot, enum ptx_type type) {
  int bits = bits_of(type);
  return bits == 64 ? slot : slot & ((1ull << bits) - 1);
}
static inline i64 signed_of(u64 slot, enum ptx_type type) {
  int above = 64 - bits_of(type);
  return (i64)(slot << above) >> above;
}
/* A whole number in all 64 bits. */
static inline u64 whole_of(u64 slot, enum ptx_type type) {
  return is_signed(type) ? (u64)signed_of(slot, type) : unsigned_of(slot, type);
}

static inline double real_of(u64 slot, enum ptx_type type) {
  if (type == F32) return f32(slot);
  if (type == F64) return f64(slot);
  return type == F16 ? half_value((uint16_t)slot) : f32(slot << 16);
}
static inline u64 of_real(double value, enum ptx_type type) {
  if (type == F32) return of_f32((float)value);
  if (type == F64) return of_f64(value);
  uint16_t bits;
  set_number(&bits, type == F16 ? HALF : BFLOAT16, 0, value);
  return bits;
}
