/*
 * Kernels of the simulated GPU. TensorFlow carries its GPU kernels also as PTX, NVIDIA's portable assembly text
 * ("Parallel Thread Execution ISA" describes it). Here that text is read and carried out on the host:
 *
 *   ptx-image.c                      finds the text in what a program hands over as a module
 *   ptx-module.c, ptx-body.c, ptx-names.c, ptx-instruction.c, ptx-tables.c, ptx-text.c   read it
 *   ptx-launch.c, ptx-run.c, ptx-execute.c and what they call                            carry it out
 *
 * What is not known is never guessed: a kernel with an unknown instruction, modifier or directive does not run.
 */
#pragma once
#include <stddef.h>
#include <stdint.h>

typedef uint64_t u64;
typedef uint32_t u32;
typedef int64_t i64;
typedef int32_t i32;

enum ptx_type {
  NO_TYPE, B8, B16, B32, B64, U8, U16, U32, U64, S8, S16, S32, S64, F16, BF16, F32, F64, PRED,
  F16X2, BF16X2, S16X2, U16X2,
};

enum ptx_op {
  NO_OP, NOTHING, ABS, ACTIVEMASK, ADD, ADDC, AND, ATOM, BAR, BAR_RED, BAR_WARP, BFE, BFI, BFIND, BRA, BREV, CALL,
  CLOCK, CLZ, CNOT, COPYSIGN, COS, CVT, CVTA, DIV, EX2, EXIT, FMA, LD, LG2, LOP3, MAD, MADC, MATCH, MAX, MIN, MOV,
  MUL, NEG, NOT, OR, PACK, POPC, PRMT, RCP, REDUX, REM, RSQRT, SELP, SET, SETP, SHF, SHFL, SHL, SHR, SIN, SLCT, SQRT,
  ST, SUB, SUBC, TANH, TESTP, TRAP, UNPACK, VOTE, XOR,
};

/* What a modifier of an instruction chooses: comparison, rounding, half of a product, kind of atomic, … */
enum ptx_mode {
  NO_MODE, IF_EQ, IF_NE, IF_LT, IF_LE, IF_GT, IF_GE, IF_EQU, IF_NEU, IF_LTU, IF_LEU, IF_GTU, IF_GEU, IF_NUM, IF_NAN,
  TO_NEAREST, TO_ZERO, DOWN, UP, INT_NEAREST, INT_ZERO, INT_DOWN, INT_UP, LOW, HIGH, WIDE,
  BY_ADD, BY_MIN, BY_MAX, BY_EXCH, BY_CAS, BY_INC, BY_DEC, BY_AND, BY_OR, BY_XOR, BY_POPC,
  LANE_UP, LANE_DOWN, LANE_BUTTERFLY, LANE_INDEX, ALL, ANY, SAME, BALLOT, LEFT, RIGHT, NAN_WINS,
  IS_FINITE, IS_INFINITE, IS_NUMBER, IS_NAN, IS_NORMAL, IS_SUBNORMAL,
};

struct ptx_callee;

/*
 * One instruction. Every operand is the number of a slot, -1 where there is none: a slot is a register, or a value that
 * is put there before the kernel starts (a constant, the address of a parameter, `%tid.x`).
 */
struct instruction {
  uint8_t op, type, from, mode, combine, vector, saturate, carries, unless, shift_amount, inverted;
  int guard; /* predicate; `unless` inverts it */
  int d[4], a, b, c, e;
  int source[4]; /* of a vector store and of mov {…} */
  long offset;   /* of an address */
  int target;    /* of a branch */
  struct ptx_callee *callee;
};

enum { MOST_ARGUMENTS = 40 };
struct ptx_callee {
  struct ptx_function *function;
  char name[96];
  int results, arguments, result[MOST_ARGUMENTS], argument[MOST_ARGUMENTS];
};

/* Slots that hold something before the kernel starts. */
enum ptx_fill { WITH_VALUE, WITH_SHARED, WITH_DYNAMIC, WITH_LOCAL, WITH_PARAMETER, WITH_SPECIAL };
struct ptx_filled { int slot; enum ptx_fill fill; u64 value; };

struct ptx_parameter { char *name; u32 bytes, align, offset; };
struct ptx_parameters { struct ptx_parameter *list; int count; u32 bytes; const char *problem; };

struct ptx_function {
  struct ptx_module *module;
  char *name;
  const char *returns_text, *parameters_text, *body; /* in the module's text; body ends before body_end */
  const char *body_end;
  int is_entry, was_read;
  const char *problem; /* why it cannot be run; known once it was read */
  struct ptx_parameters parameters, returns;
  int *parameter_slot, *return_slot; /* of a .func: where the addresses of its parameters are put */
  u32 local_bytes;
  struct instruction *code;
  int code_count, slots;
  struct ptx_filled *fills;
  int fill_count;
  struct ptx_function *next;
};

/* A variable of a module. */
struct ptx_symbol {
  char *name;
  enum ptx_fill fill; /* WITH_VALUE: .global and .const */
  int unit, is_extern, placed;
  u64 value; /* its address, or its place in shared memory */
  u32 bytes, align;
  const char *initial, *initial_end, *problem;
  struct ptx_symbol *next;
};

struct ptx_module {
  char *text;
  int target; /* 90 for sm_90 */
  struct ptx_function *functions;
  struct ptx_symbol *symbols;
  u32 shared_bytes;
};

#pragma GCC visibility push(hidden)
/* The PTX in a module's image, to be freed; NULL with `problem` when there is none that can be read. */
char *ptx_text(const void *image, const char **problem);
/* A module whose functions are known by name; NULL with `problem`. */
struct ptx_module *ptx_module_of(const void *image, const char **problem);
struct ptx_function *ptx_find(struct ptx_module *module, const char *name);
/* Address of a variable; 0 when there is none of that name. */
u64 ptx_variable(struct ptx_module *module, const char *name, size_t *bytes);
/* Gives a symbol its place. */
void ptx_place(struct ptx_module *module, struct ptx_symbol *symbol);
struct ptx_symbol *ptx_declare(struct ptx_module *module, enum ptx_fill fill, int is_extern, const char *s, const char *end);
/* The parameters in `(.param .align 8 .b8 name[24], …)`; `end` is after the bracket. */
struct ptx_parameters ptx_parameters(const char *s, const char *end);
/* Reads a body when that was not done yet. NULL, or why it cannot be run. */
const char *ptx_read(struct ptx_function *function);

struct ptx_shape { u32 grid[3], block[3], dynamic_bytes; };
/* Runs a kernel. `arguments` has one pointer for each parameter, or `packed` all of them. NULL, or why it was not run. */
const char *ptx_run(struct ptx_function *function, const struct ptx_shape *shape, void **arguments, const void *packed);

int ptx_type_named(const char *name);
int ptx_type_bytes(enum ptx_type type);
enum ptx_op ptx_op_named(const char *name);
/* Writes what a modifier means to the instruction; 0 when it is not known for that operation. */
int ptx_modifier(struct instruction *i, const char *name);
#pragma GCC visibility pop
