/* Instructions that concern each thread by itself. */
#include <fenv.h>

#include "ptx-machine.h"
#include "ptx-value.h"

/* The common types, written out so that a compiler does them in vectors. */
#define FAST(type_, statement)                    \
  if (i->type == (type_) && !i->saturate) {       \
    EACH(mask, statement);                        \
    return 1;                                     \
  }
static int fast(const struct instruction *i, u32 mask, u64 *d, const u64 *a, const u64 *b, const u64 *c) {
  switch (i->op) {
    case ADD:
      FAST(S32, d[l] = (u32)(a[l] + b[l])) FAST(U32, d[l] = (u32)(a[l] + b[l]))
      FAST(S64, d[l] = a[l] + b[l]) FAST(U64, d[l] = a[l] + b[l]) FAST(F32, d[l] = of_f32(f32(a[l]) + f32(b[l])))
      return 0;
    case SUB:
      FAST(S32, d[l] = (u32)(a[l] - b[l])) FAST(S64, d[l] = a[l] - b[l]) FAST(F32, d[l] = of_f32(f32(a[l]) - f32(b[l])))
      return 0;
    case MUL:
      FAST(F32, d[l] = of_f32(f32(a[l]) * f32(b[l])))
      if (i->mode == LOW) { FAST(S32, d[l] = (u32)(a[l] * b[l])) FAST(S64, d[l] = a[l] * b[l]) }
      if (i->mode == WIDE) { FAST(S32, d[l] = (u64)((i64)(i32)a[l] * (i32)b[l])) FAST(U32, d[l] = (u64)(u32)a[l] * (u32)b[l]) }
      return 0;
    case MAD:
      if (i->mode == LOW) { FAST(S32, d[l] = (u32)(a[l] * b[l] + c[l])) }
      return 0;
    case FMA: FAST(F32, d[l] = of_f32(__builtin_fmaf(f32(a[l]), f32(b[l]), f32(c[l])))) return 0;
    case SHL: FAST(B32, d[l] = (u32)b[l] > 31 ? 0 : (u32)((u32)a[l] << (b[l] & 31))) return 0;
    case SHR: FAST(U32, d[l] = (u32)b[l] > 31 ? 0 : (u32)a[l] >> (b[l] & 31)) return 0;
    case AND: EACH(mask, d[l] = a[l] & b[l]); return 1;
    case OR: EACH(mask, d[l] = a[l] | b[l]); return 1;
    case XOR: EACH(mask, d[l] = a[l] ^ b[l]); return 1;
    default: return 0;
  }
}

static void calculate(const struct instruction *i, u32 mask, u64 *d, const u64 *a, const u64 *b, const u64 *c) {
  static const u64 none[LANES];
  if (fast(i, mask, d, a, b, c)) return;
  const u64 *y = b ? b : none, *z = c ? c : none;
  EACH(mask, d[l] = ptx_arithmetic(i, a[l], y[l], z[l]));
}

static void convert(const struct instruction *i, u32 mask, u64 *d, const u64 *a, const u64 *b) {
  enum ptx_type to = (enum ptx_type)i->type, from = (enum ptx_type)i->from;
  if (is_pair(to)) { /* two numbers to one register: the first becomes the upper half */
    enum ptx_type half = half_of(to);
    EACH(mask, d[l] = of_real(f32(b[l]), half) | of_real(f32(a[l]), half) << 16);
  } else if (!i->saturate && to == S64 && from == S32) EACH(mask, d[l] = (u64)(i64)(i32)a[l]);
  else if (!i->saturate && !is_float(from) && (to == U64 || to == U32) && from == U32) EACH(mask, d[l] = (u32)a[l]);
  else EACH(mask, d[l] = ptx_convert(i, a[l]));
}

static u64 joined(const struct instruction *i, u64 is, u64 with) {
  return i->combine == BY_OR ? is | with : i->combine == BY_XOR ? is ^ with : is & with;
}

/* setp: a predicate, and a second one with the opposite; for pairs one for each half. */
static void set_predicates(const struct instruction *i, u32 mask, ptx_slots *slot) {
  enum ptx_type type = (enum ptx_type)i->type;
  enum ptx_mode mode = (enum ptx_mode)i->mode;
  const u64 *a = slot[i->a], *b = slot[i->b], *c = i->c >= 0 ? slot[i->c] : NULL;
  u64 *p = i->d[0] >= 0 ? slot[i->d[0]] : NULL, *q = i->d[1] >= 0 ? slot[i->d[1]] : NULL;
  if (type == S32 && p && !q && !c && mode == IF_LT) { EACH(mask, p[l] = (i32)a[l] < (i32)b[l]); return; }
  if (type == S32 && p && !q && !c && mode == IF_GE) { EACH(mask, p[l] = (i32)a[l] >= (i32)b[l]); return; }
  for (int l = 0; l < LANES; l++) {
    if (!(mask >> l & 1)) continue;
    u64 with = c ? (c[l] != 0) != i->inverted : 1, low, high;
    if (is_pair(type)) {
      low = (u64)ptx_compare(mode, half_of(type), a[l] & 0xffff, b[l] & 0xffff);
      high = (u64)ptx_compare(mode, half_of(type), a[l] >> 16 & 0xffff, b[l] >> 16 & 0xffff);
    } else {
      low = (u64)ptx_compare(mode, type, a[l], b[l]);
      high = !low;
    }
    if (p) p[l] = c ? joined(i, low, with) : low;
    if (q) q[l] = c ? joined(i, high, with) : high;
  }
}

/* set: 1.0, or all bits, where it is so. */
static void set_numbers(const struct instruction *i, u32 mask, u64 *d, const u64 *a, const u64 *b) {
  enum ptx_type from = (enum ptx_type)i->from, to = (enum ptx_type)i->type;
  enum ptx_mode mode = (enum ptx_mode)i->mode;
  if (!is_pair(from)) {
    u64 yes = is_float(to) ? of_real(1, to) : unsigned_of(~0ull, to);
    EACH(mask, d[l] = ptx_compare(mode, from, a[l], b[l]) ? yes : 0);
    return;
  }
  enum ptx_type half = half_of(from);
  u64 yes = is_pair(to) && is_float(half_of(to)) ? of_real(1, half_of(to)) : 0xffff;
  EACH(mask, d[l] = (ptx_compare(mode, half, a[l] & 0xffff, b[l] & 0xffff) ? yes : 0) |
                    (ptx_compare(mode, half, a[l] >> 16 & 0xffff, b[l] >> 16 & 0xffff) ? yes : 0) << 16);
}

static u64 inserted(const struct instruction *i, u64 field, u64 into, u64 at, u64 length) {
  u64 bits = (u64)bits_of((enum ptx_type)i->type), value = into;
  at &= 255, length &= 255;
  for (u64 k = 0; k < length && at + k < bits; k++) value = (value & ~(1ull << (at + k))) | (field >> k & 1) << (at + k);
  return value;
}

static u64 funnel(const struct instruction *i, u64 a, u64 b, u64 c) {
  u32 by = i->saturate ? ((u32)c > 32 ? 32 : (u32)c) : (u32)c & 31;
  u64 both = (u64)(u32)b << 32 | (u32)a;
  return i->mode == LEFT ? (u32)((both << by) >> 32) : (u32)(both >> by);
}

/* The third operand is the table of results for the bits of a, b and c. */
static u64 table_of_bits(u64 a, u64 b, u64 c, u64 table) {
  u64 result = 0;
  for (int k = 0; k < 8; k++)
    if (table >> k & 1) result |= (k & 4 ? a : ~a) & (k & 2 ? b : ~b) & (k & 1 ? c : ~c);
  return (u32)result;
}

static void pack(const struct instruction *i, u32 mask, ptx_slots *slot) {
  int bits = bits_of((enum ptx_type)i->type) / i->vector;
  u64 *d = slot[i->d[0]], part = (1ull << bits) - 1;
  EACH(mask, u64 value = 0; for (int k = 0; k < i->vector; k++) value |= (slot[i->source[k]][l] & part) << (k * bits); d[l] = value);
}
static void unpack(const struct instruction *i, u32 mask, ptx_slots *slot) {
  int bits = bits_of((enum ptx_type)i->type) / i->vector;
  u64 part = (1ull << bits) - 1;
  EACH(mask, u64 value = slot[i->a][l]; for (int k = 0; k < i->vector; k++) if (i->d[k] >= 0) slot[i->d[k]][l] = value >> (k * bits) & part);
}

static void do_it(struct ptx_launch *launch, struct ptx_frame *frame, const struct instruction *i, u32 mask, ptx_slots carry) {
  static u64 clock;
  ptx_slots *slot = frame->slot;
  u64 *d = i->d[0] >= 0 ? slot[i->d[0]] : NULL;
  const u64 *a = i->a >= 0 ? slot[i->a] : NULL, *b = i->b >= 0 ? slot[i->b] : NULL, *c = i->c >= 0 ? slot[i->c] : NULL;
  int bytes = ptx_type_bytes((enum ptx_type)i->type);
  switch (i->op) {
    case LD: ptx_load(launch, frame, i, mask); break;
    case ST: ptx_store(launch, frame, i, mask); break;
    case ATOM: ptx_atomic(launch, frame, i, mask); break;
    case CALL: ptx_call(launch, frame, i, mask); break;
    case TRAP: launch->problem = "it came upon a trap"; break;
    case ACTIVEMASK: EACH(mask, d[l] = mask); break;
    case CLOCK: clock += 1 << 20; EACH(mask, d[l] = clock); break; /* far, so that whoever waits need not wait long */
    case MOV: if (bytes == 8 || i->type == PRED) EACH(mask, d[l] = a[l]); else EACH(mask, d[l] = (u32)a[l]); break;
    case CVTA: EACH(mask, d[l] = a[l]); break; /* every kind of memory has addresses of the host */
    case CVT: convert(i, mask, d, a, b); break;
    case PACK: pack(i, mask, slot); break;
    case UNPACK: unpack(i, mask, slot); break;
    case SETP: set_predicates(i, mask, slot); break;
    case SET: set_numbers(i, mask, d, a, b); break;
    case TESTP: EACH(mask, d[l] = (u64)ptx_is_kind((enum ptx_mode)i->mode, (enum ptx_type)i->type, a[l])); break;
    case SELP: EACH(mask, d[l] = c[l] ? a[l] : b[l]); break;
    case SLCT: EACH(mask, d[l] = (i->from == F32 ? f32(c[l]) >= 0 : (i32)c[l] >= 0) ? a[l] : b[l]); break;
    case BFI: EACH(mask, d[l] = inserted(i, a[l], b[l], c[l], slot[i->e][l])); break;
    case SHF: EACH(mask, d[l] = funnel(i, a[l], b[l], c[l])); break;
    case LOP3: EACH(mask, d[l] = table_of_bits(a[l], b[l], c[l], slot[i->e][l])); break;
    case PRMT: EACH(mask, d[l] = ptx_select_bytes(a[l], b[l], c[l])); break;
    case ADDC: case SUBC: case MADC: ptx_carry(i, mask, slot, carry); break;
    default: if (i->carries) ptx_carry(i, mask, slot, carry); else calculate(i, mask, d, a, b, c);
  }
}

/* Eigen's and NVIDIA's exp depend on the rounding mode of single instructions. */
void ptx_execute(struct ptx_launch *launch, struct ptx_frame *frame, const struct instruction *i, u32 mask, ptx_slots carry) {
  int rounds = i->mode >= TO_ZERO && i->mode <= UP;
  if (rounds) fesetround(i->mode == TO_ZERO ? FE_TOWARDZERO : i->mode == DOWN ? FE_DOWNWARD : FE_UPWARD);
  do_it(launch, frame, i, mask, carry);
  if (rounds) fesetround(FE_TONEAREST);
}
