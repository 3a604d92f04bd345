/* Conversions and comparisons of one thread. */
#include <math.h>

#include "ptx-machine.h"
#include "ptx-value.h"

static double rounded(double value, enum ptx_mode how) {
  switch (how) {
    case INT_NEAREST: return nearbyint(value);
    case INT_DOWN: return floor(value);
    case INT_UP: return ceil(value);
    default: return trunc(value);
  }
}

/* Too large a number becomes the largest. */
static u64 whole_from_real(double value, enum ptx_type to) {
  int bits = bits_of(to);
  if (isnan(value)) return bits == 64 ? 1ull << 63 : 0;
  if (!is_signed(to)) return value <= 0 ? 0 : value >= ldexp(1, bits) ? unsigned_of(~0ull, to) : (u64)value;
  double most = ldexp(1, bits - 1);
  if (value >= most) return (1ull << (bits - 1)) - 1;
  return unsigned_of(value < -most ? 1ull << (bits - 1) : (u64)(i64)value, to);
}

static u64 whole_from_whole(const struct instruction *i, u64 value, enum ptx_type from, enum ptx_type to) {
  u64 whole = whole_of(value, from);
  if (!i->saturate) return unsigned_of(whole, to);
  int bits = bits_of(to), negative = is_signed(from) && (i64)whole < 0;
  u64 most = is_signed(to) ? (1ull << (bits - 1)) - 1 : unsigned_of(~0ull, to);
  if (!negative) return whole > most ? most : whole;
  if (!is_signed(to)) return 0;
  return unsigned_of((i64)whole < -(i64)most - 1 ? (u64)(-(i64)most - 1) : whole, to);
}

u64 ptx_convert(const struct instruction *i, u64 value) {
  enum ptx_type to = (enum ptx_type)i->type, from = (enum ptx_type)i->from;
  if (!is_float(from)) {
    u64 whole = whole_of(value, from);
    if (!is_float(to)) return whole_from_whole(i, value, from, to);
    if (to == F32) return of_f32(is_signed(from) ? (float)(i64)whole : (float)whole); /* rounded once */
    return of_real(is_signed(from) ? (double)(i64)whole : (double)whole, to);
  }
  double real = real_of(value, from);
  if (!is_float(to)) return whole_from_real(rounded(real, (enum ptx_mode)i->mode), to);
  if (i->mode >= INT_NEAREST && i->mode <= INT_UP) real = rounded(real, (enum ptx_mode)i->mode);
  if (i->saturate) real = real > 0 ? (real < 1 ? real : 1) : 0;
  return of_real(real, to);
}

static int compare_reals(enum ptx_mode mode, double a, double b) {
  int unordered = isnan(a) || isnan(b);
  switch (mode) {
    case IF_EQ: return a == b;
    case IF_NE: return !unordered && a != b;
    case IF_LT: return a < b;
    case IF_LE: return a <= b;
    case IF_GT: return a > b;
    case IF_GE: return a >= b;
    case IF_EQU: return unordered || a == b;
    case IF_NEU: return unordered || a != b;
    case IF_LTU: return unordered || a < b;
    case IF_LEU: return unordered || a <= b;
    case IF_GTU: return unordered || a > b;
    case IF_GEU: return unordered || a >= b;
    case IF_NUM: return !unordered;
    default: return unordered;
  }
}

#define COMPARE_WHOLE(x, y)          \
  switch (mode) {                    \
    case IF_EQ: return (x) == (y);   \
    case IF_NE: return (x) != (y);   \
    case IF_LT: return (x) < (y);    \
    case IF_LE: return (x) <= (y);   \
    case IF_GT: return (x) > (y);    \
    default: return (x) >= (y);      \
  }
int ptx_compare(enum ptx_mode mode, enum ptx_type type, u64 a, u64 b) {
  if (is_float(type)) return compare_reals(mode, real_of(a, type), real_of(b, type));
  if (is_signed(type)) COMPARE_WHOLE(signed_of(a, type), signed_of(b, type))
  COMPARE_WHOLE(unsigned_of(a, type), unsigned_of(b, type))
}

int ptx_is_kind(enum ptx_mode kind, enum ptx_type type, u64 value) {
  int of = type == F64 ? fpclassify(f64(value)) : fpclassify(f32(value));
  switch (kind) {
    case IS_FINITE: return of != FP_NAN && of != FP_INFINITE;
    case IS_INFINITE: return of == FP_INFINITE;
    case IS_NUMBER: return of != FP_NAN;
    case IS_NAN: return of == FP_NAN;
    case IS_NORMAL: return of == FP_NORMAL || of == FP_ZERO;
    default: return of == FP_SUBNORMAL;
  }
}

/* prmt: each byte of the result is one of the eight of b and a, or the sign of it. */
u64 ptx_select_bytes(u64 a, u64 b, u64 c) {
  u64 bytes = (u64)(u32)b << 32 | (u32)a, result = 0;
  for (int k = 0; k < 4; k++) {
    u32 pick = (u32)c >> (4 * k) & 15;
    u64 byte = bytes >> (8 * (pick & 7)) & 255;
    if (pick & 8) byte = byte & 128 ? 255 : 0;
    result |= byte << (8 * k);
  }
  return result;
}
