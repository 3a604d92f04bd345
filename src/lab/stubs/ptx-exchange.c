/* What the threads of a warp do together, and sums that carry. */
#include "ptx-machine.h"
#include "ptx-value.h"

static void shuffle(const struct instruction *i, u32 mask, ptx_slots *slot) {
  u64 from[LANES];
  memcpy(from, slot[i->a], sizeof from);
  for (int l = 0; l < LANES; l++) {
    if (!(mask >> l & 1)) continue;
    int b = (int)(slot[i->b][l] & 31), c = (int)slot[i->c][l], clamp = c & 31, segment = c >> 8 & 31;
    int most = (l & segment) | (clamp & ~segment), least = l & segment, lane, inside;
    if (i->mode == LANE_UP) lane = l - b, inside = lane >= most;
    else if (i->mode == LANE_DOWN) lane = l + b, inside = lane <= most;
    else if (i->mode == LANE_BUTTERFLY) lane = l ^ b, inside = lane <= most;
    else lane = least | (b & ~segment), inside = lane <= most;
    slot[i->d[0]][l] = (u32)from[inside ? lane : l];
    if (i->d[1] >= 0) slot[i->d[1]][l] = (u64)inside;
  }
}

static void vote(const struct instruction *i, u32 mask, ptx_slots *slot) {
  u32 yes = 0;
  EACH(mask, if ((slot[i->a][l] != 0) != i->inverted) yes |= 1u << l);
  u64 result = i->mode == BALLOT ? yes : i->mode == ALL ? yes == mask : i->mode == ANY ? yes != 0 : yes == mask || yes == 0;
  EACH(mask, slot[i->d[0]][l] = result);
}

/* any: the threads with the same value; all: every thread if all have the same, else none. */
static void match(const struct instruction *i, u32 mask, ptx_slots *slot) {
  enum ptx_type type = (enum ptx_type)i->type;
  u64 value[LANES];
  EACH(mask, value[l] = unsigned_of(slot[i->a][l], type));
  for (int l = 0; l < LANES; l++) {
    if (!(mask >> l & 1)) continue;
    u32 same = 0;
    for (int other = 0; other < LANES; other++)
      if (mask >> other & 1 && value[other] == value[l]) same |= 1u << other;
    slot[i->d[0]][l] = i->mode == ANY || same == mask ? same : 0;
    if (i->d[1] >= 0) slot[i->d[1]][l] = same == mask;
  }
}

static void reduce(const struct instruction *i, u32 mask, ptx_slots *slot) {
  static const uint8_t ops[] = {[BY_ADD] = ADD, [BY_MIN] = MIN, [BY_MAX] = MAX, [BY_AND] = AND, [BY_OR] = OR, [BY_XOR] = XOR};
  struct instruction one = {.op = ops[i->mode], .type = i->type};
  int first = __builtin_ctz(mask);
  u64 result = slot[i->a][first];
  EACH(mask & ~(1u << first), result = ptx_arithmetic(&one, result, slot[i->a][l], 0));
  EACH(mask, slot[i->d[0]][l] = result);
}

void ptx_exchange(const struct instruction *i, u32 mask, ptx_slots *slot) {
  if (i->op == SHFL) shuffle(i, mask, slot);
  else if (i->op == VOTE) vote(i, mask, slot);
  else if (i->op == MATCH) match(i, mask, slot);
  else if (i->op == REDUX) reduce(i, mask, slot);
}

static u64 part_of_product(const struct instruction *i, enum ptx_type type, u64 a, u64 b) {
  if (i->mode != HIGH) return unsigned_of(a * b, type);
  if (bits_of(type) == 64)
    return is_signed(type) ? (u64)((__int128)(i64)a * (i64)b >> 64) : (u64)((unsigned __int128)a * b >> 64);
  return unsigned_of(is_signed(type) ? (u64)(signed_of(a, type) * signed_of(b, type) >> 32) : unsigned_of(a, type) * unsigned_of(b, type) >> 32, type);
}

/* `carry` has the flag of each thread; `.cc` writes it. */
void ptx_carry(const struct instruction *i, u32 mask, ptx_slots *slot, ptx_slots carry) {
  enum ptx_type type = (enum ptx_type)i->type;
  int bits = bits_of(type);
  for (int l = 0; l < LANES; l++) {
    if (!(mask >> l & 1)) continue;
    unsigned __int128 a = unsigned_of(slot[i->a][l], type), b = unsigned_of(slot[i->b][l], type), sum;
    u64 in = i->op == ADDC || i->op == SUBC || i->op == MADC ? carry[l] : 0;
    if (i->op == ADD || i->op == ADDC) sum = a + b + in;
    else if (i->op == SUB || i->op == SUBC) sum = a - b - in;
    else sum = (unsigned __int128)part_of_product(i, type, (u64)a, (u64)b) + unsigned_of(slot[i->c][l], type) + in;
    slot[i->d[0]][l] = unsigned_of((u64)sum, type);
    if (i->carries) carry[l] = (u64)(sum >> bits & 1);
  }
}
