/* What the files that carry out a kernel know of one another. */
#pragma once
#include "ptx.h"

enum { LANES = 32 };
/* One register of the 32 threads of a warp. */
typedef u64 ptx_slots[LANES];

/* A warp in one function. */
struct ptx_frame {
  const struct ptx_function *function;
  struct ptx_frame *caller;
  ptx_slots *slot;
  char *local;                /* memory of its threads, one after the other */
  u32 first;                  /* number of its first thread in the block */
  u32 pc[LANES];              /* the next instruction of each thread */
  u32 live, waiting, blocked; /* threads that have not ended, wait at a barrier, wait for others of the warp */
};

struct ptx_range { u64 start, end; };

struct ptx_launch {
  const struct ptx_shape *shape;
  const struct ptx_function *kernel;
  u32 block[3]; /* the one that runs */
  struct ptx_range shared, parameters, last; /* last: device memory that was touched last */
  u32 dynamic_at;
  u64 steps_left;
  int depth; /* of calls */
  const char *problem; /* why it stops; NULL while all is well */
  char text[200];      /* room for it */
};

/* `statement` for each thread `l` of the mask; the first loop is one that a compiler can do in vectors. */
#define EACH(mask, statement)                                              \
  do {                                                                     \
    if ((mask) == ~0u) for (int l = 0; l < LANES; l++) { statement; }      \
    else for (int l = 0; l < LANES; l++) if ((mask) >> l & 1) { statement; } \
  } while (0)

#pragma GCC visibility push(hidden)
/* Goes on until every thread of the frame has ended or waits at a barrier, or there is a problem. */
void ptx_run_warp(struct ptx_launch *launch, struct ptx_frame *frame);
/* Fills the slots that hold something before the start. */
void ptx_fill_slots(struct ptx_launch *launch, struct ptx_frame *frame);
/* Only those that differ from block to block. */
void ptx_fill_block(struct ptx_launch *launch, struct ptx_frame *frame);
/* Any instruction that concerns each thread by itself. `carry`: the flag of add.cc and the like. */
void ptx_execute(struct ptx_launch *launch, struct ptx_frame *frame, const struct instruction *i, u32 mask, ptx_slots carry);
void ptx_call(struct ptx_launch *launch, struct ptx_frame *frame, const struct instruction *i, u32 mask);
/* A function of NVIDIA's mathematics (`__nv_expf`) with the host's; 0 when it is not known. */
int ptx_mathematics(const struct ptx_callee *callee, u32 mask, ptx_slots *slot);

/* Results of one thread. */
u64 ptx_arithmetic(const struct instruction *i, u64 a, u64 b, u64 c);
u64 ptx_convert(const struct instruction *i, u64 value);
int ptx_compare(enum ptx_mode mode, enum ptx_type type, u64 a, u64 b);
u64 ptx_select_bytes(u64 a, u64 b, u64 c);
int ptx_is_kind(enum ptx_mode kind, enum ptx_type type, u64 value);

void ptx_load(struct ptx_launch *launch, struct ptx_frame *frame, const struct instruction *i, u32 mask);
void ptx_store(struct ptx_launch *launch, struct ptx_frame *frame, const struct instruction *i, u32 mask);
void ptx_atomic(struct ptx_launch *launch, struct ptx_frame *frame, const struct instruction *i, u32 mask);

/* shfl, vote, match, redux: the threads of the mask see one another's values. */
void ptx_exchange(const struct instruction *i, u32 mask, ptx_slots *slot);
void ptx_carry(const struct instruction *i, u32 mask, ptx_slots *slot, ptx_slots carry);
#pragma GCC visibility pop
