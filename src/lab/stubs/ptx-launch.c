/* Launches a kernel: one block after the other, whose warps take turns at barriers. */
#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "lab.h"
#include "ptx-machine.h"
#include "ptx-reader.h"

/* Kept from launch to launch, because most are small and many. Whoever launches holds the driver's lock. */
struct room { char *at; size_t bytes; };
static struct room shared_room, slot_room, local_room;

/* `low`: below 4 GiB, as some kernels keep the address of shared memory in 32 bits. */
static char *make_room(struct room *room, size_t bytes, int low) {
  if (bytes <= room->bytes) return room->at;
  if (room->at) munmap(room->at, room->bytes);
  size_t rounded = (bytes + 0xffff) & ~(size_t)0xffff;
  void *at = mmap(NULL, rounded, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | (low ? MAP_32BIT : 0), -1, 0);
  *room = at == MAP_FAILED ? (struct room){NULL, 0} : (struct room){at, rounded};
  return room->at;
}

static u64 special(const struct ptx_launch *launch, u32 first, u32 lane, u64 which) {
  const struct ptx_shape *shape = launch->shape;
  const u32 *block = shape->block, thread = first + lane, below = (1u << lane) - 1, own = 1u << lane;
  switch (which) {
    case TID_X: return thread % block[0];
    case TID_Y: return thread / block[0] % block[1];
    case TID_Z: return thread / block[0] / block[1];
    case NTID_X: case NTID_Y: case NTID_Z: return block[which - NTID_X];
    case CTAID_X: case CTAID_Y: case CTAID_Z: return launch->block[which - CTAID_X];
    case NCTAID_X: case NCTAID_Y: case NCTAID_Z: return shape->grid[which - NCTAID_X];
    case LANEID: return lane;
    case WARPID: return first / LANES;
    case LANEMASK_LT: return below;
    case LANEMASK_LE: return below | own;
    case LANEMASK_EQ: return own;
    case LANEMASK_GE: return ~below;
    case LANEMASK_GT: return ~(below | own);
    case NSMID: return 1;
    case DYNAMIC_SMEM: return shape->dynamic_bytes;
    case TOTAL_SMEM: return launch->dynamic_at + shape->dynamic_bytes;
    case NWARPID: case WARPSIZE: return LANES;
    default: return 0;
  }
}

static void fill(const struct ptx_launch *launch, struct ptx_frame *frame, const struct ptx_filled *filled) {
  for (u32 lane = 0; lane < LANES; lane++) {
    u64 value = filled->value;
    switch (filled->fill) {
      case WITH_SHARED: value += launch->shared.start; break;
      case WITH_DYNAMIC: value = launch->shared.start + launch->dynamic_at; break;
      case WITH_LOCAL: value += (u64)(uintptr_t)frame->local + (u64)lane * frame->function->local_bytes; break;
      case WITH_PARAMETER: value += launch->parameters.start; break;
      case WITH_SPECIAL: value = special(launch, frame->first, lane, filled->value); break;
      default: break;
    }
    frame->slot[filled->slot][lane] = value;
  }
}
void ptx_fill_slots(struct ptx_launch *launch, struct ptx_frame *frame) {
  for (int k = 0; k < frame->function->fill_count; k++) fill(launch, frame, &frame->function->fills[k]);
}
void ptx_fill_block(struct ptx_launch *launch, struct ptx_frame *frame) {
  for (int k = 0; k < frame->function->fill_count; k++) {
    const struct ptx_filled *filled = &frame->function->fills[k];
    if (filled->fill == WITH_SPECIAL && filled->value >= CTAID_X && filled->value <= CTAID_Z) fill(launch, frame, filled);
  }
}

/* The barrier at which a thread waits. */
static const struct instruction *barrier_of(const struct ptx_frame *warp, int lane) {
  return &warp->function->code[warp->pc[lane] - 1];
}
enum { BARRIERS = 16 };
static u64 barrier_number(const struct ptx_frame *warp, int lane) { return warp->slot[barrier_of(warp, lane)->a][lane] % BARRIERS; }

/* Who waits at one barrier, and what `bar.red` finds out. */
struct arrived { u32 threads, wanted; int all, any, count; };

static struct arrived count_arrived(const struct ptx_frame *warps, u32 count, u64 number) {
  struct arrived arrived = {.all = 1};
  u32 live = 0;
  for (u32 k = 0; k < count; k++) {
    const struct ptx_frame *warp = &warps[k];
    int here = 0;
    live += (u32)__builtin_popcount(warp->live);
    for (int l = 0; l < LANES; l++) {
      if (!(warp->waiting >> l & 1) || barrier_number(warp, l) != number) continue;
      const struct instruction *i = barrier_of(warp, l);
      here++;
      if (i->b >= 0) arrived.wanted = (u32)warp->slot[i->b][l];
      if (i->op != BAR_RED) continue;
      int yes = (warp->slot[i->c][l] != 0) != i->inverted;
      arrived.all &= yes, arrived.any |= yes, arrived.count += yes;
    }
    /* A barrier for a number of threads counts whole warps, also those threads of them that have ended. */
    arrived.threads += (u32)(here && arrived.wanted ? here + LANES - __builtin_popcount(warp->live) : here);
  }
  if (!arrived.wanted || arrived.wanted > live) arrived.wanted = live;
  return arrived;
}

static void let_go(struct ptx_frame *warp, u64 number, const struct arrived *arrived) {
  for (int l = 0; l < LANES; l++) {
    if (!(warp->waiting >> l & 1) || barrier_number(warp, l) != number) continue;
    const struct instruction *i = barrier_of(warp, l);
    if (i->op == BAR_RED) warp->slot[i->d[0]][l] = (u64)(i->mode == BY_AND ? arrived->all : i->mode == BY_OR ? arrived->any : arrived->count);
    warp->waiting &= ~(1u << l);
  }
}

/* Opens every barrier at which all have arrived; 0 when there was none. */
static int open_barriers(struct ptx_frame *warps, u32 count) {
  int opened = 0;
  for (u64 number = 0; number < BARRIERS; number++) {
    struct arrived arrived = count_arrived(warps, count, number);
    if (arrived.threads == 0 || arrived.threads < arrived.wanted) continue;
    opened = 1;
    for (u32 k = 0; k < count; k++) let_go(&warps[k], number, &arrived);
  }
  return opened;
}

static void run_block(struct ptx_launch *launch, struct ptx_frame *warps, u32 count, u32 threads) {
  for (u32 k = 0; k < count; k++) {
    u32 left = threads - LANES * k;
    warps[k].live = left >= LANES ? ~0u : (1u << left) - 1;
    warps[k].waiting = warps[k].blocked = 0;
    memset(warps[k].pc, 0, sizeof warps[k].pc);
    ptx_fill_block(launch, &warps[k]);
  }
  for (;;) {
    u32 left = 0;
    for (u32 k = 0; k < count && !launch->problem; k++) {
      if (warps[k].live) ptx_run_warp(launch, &warps[k]);
      left |= warps[k].live;
    }
    if (!left || launch->problem) return;
    if (!open_barriers(warps, count)) launch->problem = "its threads wait for one another";
  }
}

static void run_grid(struct ptx_launch *launch, struct ptx_frame *warps, u32 count, u32 threads) {
  const u32 *grid = launch->shape->grid;
  for (u32 z = 0; z < grid[2]; z++)
    for (u32 y = 0; y < grid[1]; y++)
      for (u32 x = 0; x < grid[0] && !launch->problem; x++) {
        launch->block[0] = x, launch->block[1] = y, launch->block[2] = z;
        run_block(launch, warps, count, threads);
      }
}

static void copy_parameters(char *to, const struct ptx_parameters *parameters, void **arguments, const char *packed) {
  for (int k = 0; k < parameters->count; k++) {
    const struct ptx_parameter *one = &parameters->list[k];
    const void *from = arguments ? arguments[k] : packed ? packed + one->offset : NULL;
    if (from) memcpy(to + one->offset, from, one->bytes);
  }
}

/* About a minute and a half of one processor. */
static const long MOST_STEPS = 2000000000;

const char *ptx_run(struct ptx_function *f, const struct ptx_shape *shape, void **arguments, const void *packed) {
  static char text[200];
  const char *problem = ptx_read(f);
  if (problem) return problem;
  u32 threads = shape->block[0] * shape->block[1] * shape->block[2], count = (threads + LANES - 1) / LANES;
  if (threads == 0 || threads > 1024) return "a block of it has more than 1024 threads, or none";
  struct ptx_launch launch = {.shape = shape, .kernel = f, .steps_left = (u64)lab_number("STEPS", MOST_STEPS)};
  launch.dynamic_at = (f->module->shared_bytes + 127) & ~127u;
  size_t shared = launch.dynamic_at + shape->dynamic_bytes + 1, local = (LANES * (size_t)f->local_bytes + 64) & ~(size_t)63;
  char *shared_at = make_room(&shared_room, shared, 1), *locals = make_room(&local_room, local * count, 0);
  ptx_slots *slots = (ptx_slots *)make_room(&slot_room, sizeof *slots * (size_t)f->slots * count, 0);
  char *parameters = calloc(1, f->parameters.bytes + 64);
  struct ptx_frame *warps = calloc(count, sizeof *warps);
  if (!shared_at || !locals || !slots || !parameters || !warps) launch.problem = "there is no memory for its threads";
  else {
    launch.shared = (struct ptx_range){(u64)(uintptr_t)shared_at, (u64)(uintptr_t)shared_at + shared};
    launch.parameters = (struct ptx_range){(u64)(uintptr_t)parameters, (u64)(uintptr_t)parameters + f->parameters.bytes};
    copy_parameters(parameters, &f->parameters, arguments, packed);
    for (u32 k = 0; k < count; k++) {
      warps[k] = (struct ptx_frame){.function = f, .slot = slots + (size_t)f->slots * k, .local = locals + local * k, .first = LANES * k};
      ptx_fill_slots(&launch, &warps[k]);
    }
    run_grid(&launch, warps, count, threads);
  }
  free(parameters);
  free(warps);
  if (launch.problem == launch.text) return strcpy(text, launch.text); /* the launch ends with this function */
  return launch.problem;
}
