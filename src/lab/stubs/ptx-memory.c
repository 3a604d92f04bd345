/* Loads, stores and atomic operations. All addresses are addresses of the host, so each is checked first. */
#include <stdio.h>

#include "driver.h"
#include "ptx-machine.h"
#include "ptx-value.h"

static int holds(const struct ptx_range *range, u64 start, u64 end) { return start >= range->start && end <= range->end; }

/* Whether the kernel may touch these bytes: memory of the block, of its threads, of the module, or of the GPU. */
static int is_memory(struct ptx_launch *launch, const struct ptx_frame *frame, u64 start, u64 end) {
  if (holds(&launch->last, start, end) || holds(&launch->shared, start, end) || holds(&launch->parameters, start, end)) return 1;
  for (; frame; frame = frame->caller) {
    u64 local = (u64)(uintptr_t)frame->local;
    if (start >= local && end <= local + (u64)LANES * frame->function->local_bytes) return 1;
  }
  for (const struct ptx_symbol *symbol = launch->kernel->module->symbols; symbol; symbol = symbol->next)
    if (symbol->placed && symbol->fill == WITH_VALUE && start >= symbol->value && end <= symbol->value + symbol->bytes) return 1;
  struct ptx_range found;
  if (!driver_memory_range(start, &found.start, &found.end) || end > found.end) return 0;
  launch->last = found;
  return 1;
}

/* Whether the threads of the mask may touch `bytes` at their addresses; else the launch has a problem. */
static int may_touch(struct ptx_launch *launch, const struct ptx_frame *frame, const struct instruction *i, u64 bytes, u32 mask) {
  const u64 *a = frame->slot[i->a];
  u64 offset = (u64)i->offset, low = ~0ull, high = 0;
  EACH(mask, u64 at = a[l] + offset; low = at < low ? at : low; high = at > high ? at : high);
  if (high < low + (1ull << 40) && is_memory(launch, frame, low, high + bytes)) return 1;
  for (int l = 0; l < LANES; l++) {
    u64 at = a[l] + offset;
    if (!(mask >> l & 1) || is_memory(launch, frame, at, at + bytes)) continue;
    snprintf(launch->text, sizeof launch->text, "it uses the address 0x%llx, where the GPU has no memory", (unsigned long long)at);
    launch->problem = launch->text;
    return 0;
  }
  return 1;
}

#define AT(k) ((char *)(uintptr_t)(a[l] + (u64)i->offset) + (k) * bytes)
#define LOAD(Type, Wide)                               \
  EACH(mask, Type value; memcpy(&value, AT(k), sizeof value); d[l] = (u64)(Wide)value)

void ptx_load(struct ptx_launch *launch, struct ptx_frame *frame, const struct instruction *i, u32 mask) {
  int bytes = ptx_type_bytes((enum ptx_type)i->type);
  if (!may_touch(launch, frame, i, (u64)bytes * i->vector, mask)) return;
  u64 a[LANES]; /* a destination may be the register of the address */
  memcpy(a, frame->slot[i->a], sizeof a);
  for (int k = 0; k < i->vector; k++) {
    if (i->d[k] < 0) continue;
    u64 *d = frame->slot[i->d[k]];
    switch (i->type) {
      case S8: LOAD(int8_t, i64); break;
      case S16: LOAD(int16_t, i64); break;
      case S32: LOAD(i32, i64); break;
      case B8: case U8: LOAD(uint8_t, u64); break;
      case B16: case U16: case F16: case BF16: LOAD(uint16_t, u64); break;
      case B64: case U64: case S64: case F64: LOAD(u64, u64); break;
      default: LOAD(u32, u64);
    }
  }
}

void ptx_store(struct ptx_launch *launch, struct ptx_frame *frame, const struct instruction *i, u32 mask) {
  int bytes = ptx_type_bytes((enum ptx_type)i->type);
  if (!may_touch(launch, frame, i, (u64)bytes * i->vector, mask)) return;
  const u64 *a = frame->slot[i->a];
  for (int k = 0; k < i->vector; k++) {
    if (i->source[k] < 0) continue;
    const u64 *value = frame->slot[i->source[k]];
    switch (bytes) { /* a fixed number of bytes each, which compilers make one instruction of */
      case 1: EACH(mask, memcpy(AT(k), &value[l], 1)); break;
      case 2: EACH(mask, memcpy(AT(k), &value[l], 2)); break;
      case 4: EACH(mask, memcpy(AT(k), &value[l], 4)); break;
      default: EACH(mask, memcpy(AT(k), &value[l], 8));
    }
  }
}

static u64 combined(const struct instruction *i, u64 old, u64 b, u64 c) {
  struct instruction one = {.type = i->type};
  enum ptx_type type = (enum ptx_type)i->type;
  switch (i->mode) {
    case BY_EXCH: return b;
    case BY_CAS: return unsigned_of(old, type) == unsigned_of(b, type) ? c : old;
    case BY_INC: return (u32)old >= (u32)b ? 0 : old + 1;
    case BY_DEC: return old == 0 || (u32)old > (u32)b ? b : old - 1;
    case BY_AND: return old & b;
    case BY_OR: return old | b;
    case BY_XOR: return old ^ b;
    default: one.op = i->mode == BY_MIN ? MIN : i->mode == BY_MAX ? MAX : ADD;
  }
  return ptx_arithmetic(&one, old, b, 0);
}

/* One thread after the other: nothing else runs meanwhile. */
void ptx_atomic(struct ptx_launch *launch, struct ptx_frame *frame, const struct instruction *i, u32 mask) {
  enum ptx_type type = (enum ptx_type)i->type;
  int bytes = ptx_type_bytes(type);
  if (!may_touch(launch, frame, i, (u64)bytes, mask)) return;
  const u64 *a = frame->slot[i->a], *b = frame->slot[i->b];
  for (int l = 0; l < LANES; l++) {
    if (!(mask >> l & 1)) continue;
    u64 old = 0;
    memcpy(&old, AT(0), (size_t)bytes);
    u64 value = combined(i, old, b[l], i->c >= 0 ? frame->slot[i->c][l] : 0);
    memcpy(AT(0), &value, (size_t)bytes);
    if (i->d[0] >= 0) frame->slot[i->d[0]][l] = whole_of(old, type);
  }
}
