/*
 * Runs a warp. Those of its threads that stand at the earliest instruction go on together, so that they meet again
 * after a branch.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ptx-machine.h"

/* Threads that go on together, and where the next of the others stand. */
struct group { u32 mask, pc, next; };

static struct group earliest(const struct ptx_frame *frame, u32 ready) {
  struct group group = {.pc = ~0u, .next = ~0u};
  EACH(ready, if (frame->pc[l] < group.pc) group.pc = frame->pc[l]);
  for (int l = 0; l < LANES; l++) {
    if (!(ready >> l & 1)) continue;
    if (frame->pc[l] == group.pc) group.mask |= 1u << l;
    else if (frame->pc[l] < group.next) group.next = frame->pc[l];
  }
  return group;
}

static void stand_at(struct ptx_frame *frame, u32 mask, u32 pc) { EACH(mask, frame->pc[l] = pc); }

/* The threads of the group for which the instruction's guard holds. */
static u32 guarded(const struct ptx_frame *frame, const struct instruction *i, u32 mask) {
  if (i->guard < 0) return mask;
  const u64 *predicate = frame->slot[i->guard];
  u32 yes = 0;
  for (int l = 0; l < LANES; l++) yes |= (u32)((predicate[l] != 0) != i->unless) << l;
  return mask & yes;
}

/* The slot with the threads that are to meet at an instruction, -1 where it names none. */
static int meeting(const struct instruction *i) {
  switch (i->op) {
    case SHFL: return i->e;
    case VOTE: case MATCH: case REDUX: return i->b;
    default: return i->a;
  }
}
static int is_meeting(const struct instruction *i) {
  return i->op == SHFL || i->op == VOTE || i->op == BAR_WARP || i->op == MATCH || i->op == REDUX;
}

/*
 * The group has come to an instruction at which it meets other threads. Returns 0 when it must wait for some; else the
 * group is all of them, and `mask` those that take part. `forced`: all wait for others, so nobody else will come.
 */
static int meet(struct ptx_frame *frame, const struct instruction *i, struct group *group, u32 *mask, int forced) {
  int names = meeting(i);
  u32 needed = names >= 0 ? (u32)frame->slot[names][__builtin_ctz(*mask)] & frame->live : *mask, here = 0;
  for (int l = 0; l < LANES; l++)
    if (frame->blocked >> l & 1 && frame->pc[l] == group->pc) here |= 1u << l;
  if (needed & ~(*mask | here) & ~frame->waiting && !forced) {
    stand_at(frame, group->mask, group->pc);
    frame->blocked |= group->mask;
    return 0;
  }
  frame->blocked &= ~here;
  group->mask |= here;
  *mask |= here;
  return 1;
}

/* Whether the group goes on; else its threads stand where they are to go on later. */
static int branch(struct ptx_frame *frame, const struct instruction *i, struct group *group, u32 mask) {
  if (mask && mask != group->mask) { /* some go there, some go on */
    stand_at(frame, group->mask, group->pc + 1);
    stand_at(frame, mask, (u32)i->target);
    return 0;
  }
  group->pc = mask ? (u32)i->target : group->pc + 1;
  return 1;
}

/* One instruction of the group. Returns whether it goes on together. */
static int step(struct ptx_launch *launch, struct ptx_frame *frame, struct group *group, ptx_slots carry, int *forced) {
  const struct instruction *i = &frame->function->code[group->pc];
  u32 mask = guarded(frame, i, group->mask);
  if (i->op == BRA) return branch(frame, i, group, mask);
  if (mask && i->op == EXIT) {
    frame->live &= ~mask;
    group->mask &= ~mask;
    if (!group->mask) return 0;
  } else if (mask && (i->op == BAR || i->op == BAR_RED)) {
    stand_at(frame, group->mask, group->pc + 1);
    frame->waiting |= mask;
    return 0;
  } else if (mask && is_meeting(i)) {
    if (!meet(frame, i, group, &mask, *forced)) return 0;
    *forced = 0;
    ptx_exchange(i, mask, frame->slot);
  } else if (mask && i->op != NOTHING) ptx_execute(launch, frame, i, mask, carry);
  group->pc++;
  return 1;
}

void ptx_run_warp(struct ptx_launch *launch, struct ptx_frame *frame) {
  ptx_slots carry = {0};
  while (!launch->problem) {
    u32 ready = frame->live & ~frame->waiting & ~frame->blocked;
    int forced = !ready;
    if (forced) ready = frame->blocked & frame->live;
    if (!ready) return;
    struct group group = earliest(frame, ready);
    if (forced) frame->blocked = ready & ~group.mask;
    while (step(launch, frame, &group, carry, &forced)) {
      if (--launch->steps_left == 0) launch->problem = "it does not end: it was stopped after very many instructions";
      if (launch->problem) return;
      if (group.pc < group.next) continue;
      stand_at(frame, group.mask, group.pc); /* others are there already, or further back */
      break;
    }
  }
}

enum { DEEPEST_CALL = 64 };
void ptx_call(struct ptx_launch *launch, struct ptx_frame *frame, const struct instruction *i, u32 mask) {
  const struct ptx_callee *callee = i->callee;
  const struct ptx_function *f = callee->function;
  if (!f || !f->body) {
    if (strcmp(callee->name, "vprintf") == 0 || ptx_mathematics(callee, mask, frame->slot)) return;
    snprintf(launch->text, sizeof launch->text, "it calls `%s`", callee->name);
    launch->problem = launch->text;
    return;
  }
  struct ptx_frame inner = {.function = f, .caller = frame, .live = mask, .first = frame->first};
  void *slots = NULL;
  inner.local = calloc(LANES, f->local_bytes + 1);
  if (launch->depth == DEEPEST_CALL || !inner.local || posix_memalign(&slots, 64, sizeof(ptx_slots) * (size_t)f->slots) != 0)
    launch->problem = "it calls functions too deeply";
  else if (callee->arguments != f->parameters.count || callee->results != f->returns.count)
    launch->problem = "it calls a function with other parameters than it has";
  else {
    inner.slot = slots;
    ptx_fill_slots(launch, &inner);
    for (int k = 0; k < callee->arguments; k++) memcpy(inner.slot[f->parameter_slot[k]], frame->slot[callee->argument[k]], sizeof(ptx_slots));
    for (int k = 0; k < callee->results; k++) memcpy(inner.slot[f->return_slot[k]], frame->slot[callee->result[k]], sizeof(ptx_slots));
    launch->depth++;
    ptx_run_warp(launch, &inner);
    launch->depth--;
    if (inner.waiting) launch->problem = "a function that it calls waits at a barrier";
  }
  free(slots);
  free(inner.local);
}
