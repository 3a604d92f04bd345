/* What the files that read the body of a kernel know of one another. */
#pragma once
#include "ptx.h"

/* A name and its slot. `count` above 0: `%r<54>` stands for 54 names, and 54 slots. */
struct ptx_name { char *text; int slot, count; struct ptx_name *next; };

enum { DEEPEST_BLOCK = 64 };
struct ptx_reader {
  struct ptx_function *function;
  struct ptx_name *names;                 /* of registers and memory, newest first: those of an inner block hide others */
  struct ptx_name *blocks[DEEPEST_BLOCK]; /* what `names` was when a block began */
  int depth;
  struct ptx_name *labels, *constants;
  struct { int at; char *label; } *jumps;
  int jump_count;
  char problem[300]; /* the first one; empty when all is well */
};

#pragma GCC visibility push(hidden)
/* Notes why the kernel cannot be run: "the instruction `foo`". */
void ptx_refuse(struct ptx_reader *reader, const char *what, const char *of);
void ptx_name(struct ptx_name **list, const char *text, int slot, int count);
/* The slot of a name, or -1. */
int ptx_slot(struct ptx_name *list, const char *text);
/* A new slot that holds something before the start, under a name. */
int ptx_filled(struct ptx_reader *reader, const char *text, struct ptx_name **list, enum ptx_fill fill, u64 value);
/* The slot of a register, number, special register, parameter or variable. `type` says how a number is meant. */
int ptx_operand(struct ptx_reader *reader, const char *text, enum ptx_type type);
/* The same for a predicate that may have `!` before it. */
int ptx_predicate(struct ptx_reader *reader, const char *text, uint8_t *inverted);
/* One operand or `{a, b, _}`, at most four; returns how many. */
int ptx_vector(struct ptx_reader *reader, char *s, int slots[4], enum ptx_type type);
/* `[base+offset]` */
void ptx_address(struct ptx_reader *reader, char *s, struct instruction *i);
/* Reads `@!p add.s32 a, b, c` and adds it to the function's code. */
void ptx_instruction(struct ptx_reader *reader, char *s);

/* Numbers of special registers, which ptx-launch.c fills. */
enum ptx_special {
  TID_X, TID_Y, TID_Z, NTID_X, NTID_Y, NTID_Z, CTAID_X, CTAID_Y, CTAID_Z, NCTAID_X, NCTAID_Y, NCTAID_Z, LANEID, WARPID,
  LANEMASK_LT, LANEMASK_LE, LANEMASK_EQ, LANEMASK_GE, LANEMASK_GT, SMID, NSMID, DYNAMIC_SMEM, TOTAL_SMEM, NWARPID,
  WARPSIZE, CLOCK_32, CLOCK_64, GLOBALTIMER, GLOBALTIMER_LO, SPECIALS,
};
#pragma GCC visibility pop
