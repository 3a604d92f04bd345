/* Arithmetic, logic and shifts of one thread. */
#include <math.h>

#include "ptx-machine.h"
#include "ptx-value.h"

static double clamped(double value) { return value > 0 ? (value < 1 ? value : 1) : 0; } /* NaN becomes 0 */

static double extreme(const struct instruction *i, double x, double y) {
  if (isnan(x) || isnan(y)) return i->mode == NAN_WINS ? NAN : isnan(x) ? y : x;
  int first = i->op == MIN ? x < y || (x == y && signbit(x)) : x > y || (x == y && !signbit(x));
  return first ? x : y;
}

/* In the precision of the type, and in the rounding mode that is set. */
static double on_reals(const struct instruction *i, double x, double y, double z) {
  int wide = i->type == F64;
  float xf = (float)x, yf = (float)y;
  switch (i->op) {
    case ADD: return wide ? x + y : xf + yf;
    case SUB: return wide ? x - y : xf - yf;
    case MUL: return wide ? x * y : i->type == F32 ? xf * yf : x * y;
    case DIV: return wide ? x / y : xf / yf;
    case FMA: case MAD: return wide ? fma(x, y, z) : i->type == F32 ? fmaf(xf, yf, (float)z) : x * y + z;
    case MIN: case MAX: return extreme(i, x, y);
    case ABS: return fabs(x);
    case NEG: return -x;
    case COPYSIGN: return copysign(y, x); /* the sign of the first operand */
    case SQRT: return wide ? sqrt(x) : sqrtf(xf);
    case RSQRT: return 1 / sqrt(x);
    case RCP: return wide ? 1 / x : 1 / xf;
    case EX2: return wide ? exp2(x) : exp2f(xf);
    case LG2: return log2(x);
    case SIN: return sin(x);
    case COS: return cos(x);
    default: return tanh(x);
  }
}

static u64 product(const struct instruction *i, enum ptx_type type, u64 a, u64 b, u64 c) {
  int bits = bits_of(type);
  u64 ua = unsigned_of(a, type), ub = unsigned_of(b, type), value;
  i64 sa = signed_of(a, type), sb = signed_of(b, type);
  if (i->mode == WIDE) value = is_signed(type) ? (u64)(sa * sb) : ua * ub;
  else if (i->mode != HIGH) value = a * b;
  else if (bits < 64) value = is_signed(type) ? (u64)(sa * sb >> bits) : ua * ub >> bits;
  else value = is_signed(type) ? (u64)((__int128)sa * sb >> 64) : (u64)((unsigned __int128)ua * ub >> 64);
  if (i->op == MAD) value += c;
  if (i->mode != WIDE) return unsigned_of(value, type);
  return bits == 32 ? value : unsigned_of(value, bits == 16 ? U32 : U16);
}

/* By zero: all ones, and the remainder is the number itself. */
static u64 quotient(const struct instruction *i, enum ptx_type type, u64 a, u64 b) {
  u64 ua = unsigned_of(a, type), ub = unsigned_of(b, type);
  i64 sa = signed_of(a, type), sb = signed_of(b, type);
  if (ub == 0) return i->op == DIV ? unsigned_of(~0ull, type) : ua;
  if (!is_signed(type)) return i->op == DIV ? ua / ub : ua % ub;
  if (sb == -1) return i->op == DIV ? unsigned_of(-(u64)sa, type) : 0; /* the smallest number has no opposite */
  return unsigned_of((u64)(i->op == DIV ? sa / sb : sa % sb), type);
}

static u64 saturated(i64 value) { return (u32)(value > INT32_MAX ? INT32_MAX : value < INT32_MIN ? INT32_MIN : value); }

static u64 shifted(const struct instruction *i, enum ptx_type type, u64 a, u64 b) {
  u32 by = (u32)b, bits = (u32)bits_of(type);
  if (i->op == SHL) return by >= bits ? 0 : unsigned_of(a << by, type);
  if (is_signed(type)) return unsigned_of((u64)(signed_of(a, type) >> (by >= bits ? bits - 1 : by)), type);
  return by >= bits ? 0 : unsigned_of(a, type) >> by;
}

static u64 bit_field(enum ptx_type type, u64 a, u64 b, u64 c) {
  int bits = bits_of(type), at = (int)(b & 255), length = (int)(c & 255), top = at + length - 1;
  u64 value = 0, sign = 0;
  if (is_signed(type) && length > 0) sign = a >> (top < bits ? top : bits - 1) & 1;
  for (int k = 0; k < bits; k++) value |= (k < length && at + k < bits ? a >> (at + k) & 1 : sign) << k;
  return value;
}

static u64 counted(const struct instruction *i, enum ptx_type type, u64 a) {
  int bits = bits_of(type);
  u64 value = unsigned_of(a, type);
  if (i->op == POPC) return (u64)__builtin_popcountll(value);
  if (i->op == CLZ) return value ? (u64)__builtin_clzll(value) - (u64)(64 - bits) : (u64)bits;
  if (i->op == BREV) {
    u64 turned = 0;
    for (int k = 0; k < bits; k++) turned |= (value >> k & 1) << (bits - 1 - k);
    return turned;
  }
  if (is_signed(type) && signed_of(a, type) < 0) value = unsigned_of(~value, type); /* bfind */
  if (!value) return 0xffffffff;
  int top = 63 - __builtin_clzll(value);
  return (u64)(i->shift_amount ? bits - 1 - top : top);
}

static u64 on_whole(const struct instruction *i, enum ptx_type type, u64 a, u64 b, u64 c) {
  i64 sa = signed_of(a, type), sb = signed_of(b, type);
  u64 ua = unsigned_of(a, type), ub = unsigned_of(b, type);
  switch (i->op) {
    case ADD: return i->saturate ? saturated(sa + sb) : unsigned_of(a + b, type);
    case SUB: return i->saturate ? saturated(sa - sb) : unsigned_of(a - b, type);
    case MUL: case MAD: return product(i, type, a, b, c);
    case DIV: case REM: return quotient(i, type, a, b);
    case MIN: return is_signed(type) ? unsigned_of((u64)(sa < sb ? sa : sb), type) : ua < ub ? ua : ub;
    case MAX: return is_signed(type) ? unsigned_of((u64)(sa > sb ? sa : sb), type) : ua > ub ? ua : ub;
    case ABS: return unsigned_of(sa < 0 ? -(u64)sa : (u64)sa, type);
    case NEG: return unsigned_of(-(u64)sa, type);
    case AND: return a & b;
    case OR: return a | b;
    case XOR: return a ^ b;
    case NOT: return type == PRED ? !a : unsigned_of(~a, type);
    case CNOT: return ua == 0;
    case SHL: case SHR: return shifted(i, type, a, b);
    case BFE: return bit_field(type, ua, b, c);
    default: return counted(i, type, a);
  }
}

static u64 in_type(const struct instruction *i, enum ptx_type type, u64 a, u64 b, u64 c) {
  if (!is_float(type)) return on_whole(i, type, a, b, c);
  double value = on_reals(i, real_of(a, type), real_of(b, type), real_of(c, type));
  return of_real(i->saturate ? clamped(value) : value, type);
}

u64 ptx_arithmetic(const struct instruction *i, u64 a, u64 b, u64 c) {
  enum ptx_type type = (enum ptx_type)i->type;
  if (!is_pair(type)) return in_type(i, type, a, b, c);
  enum ptx_type half = half_of(type);
  return in_type(i, half, a & 0xffff, b & 0xffff, c & 0xffff) |
         in_type(i, half, a >> 16 & 0xffff, b >> 16 & 0xffff, c >> 16 & 0xffff) << 16;
}
