/* Names of types, operations and modifiers of PTX. */
#include <string.h>

#include "ptx.h"

static const struct { const char *name; int bytes; } types[] = {
    [B8] = {"b8", 1},    [B16] = {"b16", 2},     [B32] = {"b32", 4},       [B64] = {"b64", 8},     [U8] = {"u8", 1},
    [U16] = {"u16", 2},  [U32] = {"u32", 4},     [U64] = {"u64", 8},       [S8] = {"s8", 1},       [S16] = {"s16", 2},
    [S32] = {"s32", 4},  [S64] = {"s64", 8},     [F16] = {"f16", 2},       [BF16] = {"bf16", 2},   [F32] = {"f32", 4},
    [F64] = {"f64", 8},  [PRED] = {"pred", 1},   [F16X2] = {"f16x2", 4},   [BF16X2] = {"bf16x2", 4},
    [S16X2] = {"s16x2", 4}, [U16X2] = {"u16x2", 4},
};
int ptx_type_named(const char *name) {
  for (int type = B8; type <= U16X2; type++)
    if (strcmp(types[type].name, name) == 0) return type;
  return NO_TYPE;
}
int ptx_type_bytes(enum ptx_type type) { return types[type].bytes; }

static const struct { const char *name; enum ptx_op op; } ops[] = {
    {"abs", ABS}, {"activemask", ACTIVEMASK}, {"add", ADD}, {"addc", ADDC}, {"and", AND}, {"atom", ATOM}, {"red", ATOM},
    {"bar", BAR}, {"barrier", BAR}, {"bfe", BFE}, {"bfi", BFI}, {"bfind", BFIND}, {"bra", BRA}, {"brev", BREV},
    {"call", CALL}, {"clz", CLZ}, {"cnot", CNOT}, {"copysign", COPYSIGN}, {"cos", COS}, {"cvt", CVT}, {"cvta", CVTA},
    {"div", DIV}, {"ex2", EX2}, {"exit", EXIT}, {"ret", EXIT}, {"fma", FMA}, {"ld", LD}, {"ldu", LD}, {"lg2", LG2},
    {"lop3", LOP3}, {"mad", MAD}, {"madc", MADC}, {"match", MATCH}, {"max", MAX}, {"min", MIN}, {"mov", MOV},
    {"mul", MUL}, {"neg", NEG}, {"not", NOT}, {"or", OR}, {"popc", POPC}, {"prmt", PRMT}, {"rcp", RCP},
    {"redux", REDUX}, {"rem", REM}, {"rsqrt", RSQRT}, {"selp", SELP}, {"set", SET}, {"setp", SETP}, {"shf", SHF},
    {"shfl", SHFL}, {"shl", SHL}, {"shr", SHR}, {"sin", SIN}, {"slct", SLCT}, {"sqrt", SQRT}, {"st", ST}, {"sub", SUB},
    {"subc", SUBC}, {"tanh", TANH}, {"testp", TESTP}, {"trap", TRAP}, {"vote", VOTE}, {"xor", XOR},
    /* Order in memory and waiting: here everything is done in order, and at once. */
    {"membar", NOTHING}, {"fence", NOTHING}, {"nanosleep", NOTHING}, {"prefetch", NOTHING}, {"prefetchu", NOTHING},
    {"discard", NOTHING}, {"griddepcontrol", NOTHING},
};
enum ptx_op ptx_op_named(const char *name) {
  for (size_t i = 0; i < sizeof ops / sizeof *ops; i++)
    if (strcmp(ops[i].name, name) == 0) return ops[i].op;
  return NO_OP;
}

static const struct { const char *name; enum ptx_mode mode; } modes[] = {
    {"eq", IF_EQ}, {"ne", IF_NE}, {"lt", IF_LT}, {"le", IF_LE}, {"gt", IF_GT}, {"ge", IF_GE}, {"ls", IF_LE},
    {"hs", IF_GE}, {"equ", IF_EQU}, {"neu", IF_NEU}, {"ltu", IF_LTU}, {"leu", IF_LEU}, {"gtu", IF_GTU},
    {"geu", IF_GEU}, {"num", IF_NUM}, {"nan", IF_NAN}, {"rn", TO_NEAREST}, {"rz", TO_ZERO}, {"rm", DOWN}, {"rp", UP},
    {"rni", INT_NEAREST}, {"rzi", INT_ZERO}, {"rmi", INT_DOWN}, {"rpi", INT_UP}, {"lo", LOW}, {"hi", HIGH},
    {"wide", WIDE}, {"add", BY_ADD}, {"min", BY_MIN}, {"max", BY_MAX}, {"exch", BY_EXCH}, {"cas", BY_CAS},
    {"inc", BY_INC}, {"dec", BY_DEC}, {"and", BY_AND}, {"or", BY_OR}, {"xor", BY_XOR}, {"popc", BY_POPC},
    {"up", LANE_UP}, {"down", LANE_DOWN}, {"bfly", LANE_BUTTERFLY}, {"idx", LANE_INDEX}, {"all", ALL}, {"any", ANY},
    {"uni", SAME}, {"ballot", BALLOT}, {"l", LEFT}, {"r", RIGHT}, {"NaN", NAN_WINS}, {"finite", IS_FINITE},
    {"infinite", IS_INFINITE}, {"number", IS_NUMBER}, {"notanumber", IS_NAN}, {"normal", IS_NORMAL},
    {"subnormal", IS_SUBNORMAL},
};
/*
 * Kinds of memory, caching and order; and `ftz`, `approx`, `full`, by which a GPU may be less exact than it could be:
 * the host is not.
 */
static const char *const ignored[] = {
    "ftz", "noftz", "approx", "full", "global", "shared", "shared::cta", "local", "param", "const", "to", "nc",
    "volatile", "relaxed", "acquire", "release", "acq_rel", "sc", "weak", "gpu", "gl", "cta", "sys", "cluster", "sync",
    "aligned", "wrap", "ca", "cg", "cs", "cv", "lu", "wb", "wt", "L1::no_allocate", "L1::evict_last",
    "L1::evict_first", "L1::evict_normal", "L1::evict_unchanged", "L2::64B", "L2::128B", "L2::256B", "L1", "L2",
    "proxy", "async", "alias", "launch_dependents", "wait",
};

static int is_ignored(const struct instruction *i, const char *name) {
  /* Barriers of several blocks are something else; so is what is copied in the background. */
  if (i->op == BAR && strcmp(name, "cluster") == 0) return 0;
  if (i->op != NOTHING && (strcmp(name, "async") == 0 || strcmp(name, "wait") == 0)) return 0;
  for (size_t k = 0; k < sizeof ignored / sizeof *ignored; k++)
    if (strcmp(ignored[k], name) == 0) return 1;
  return 0;
}

static int set_mode(struct instruction *i, enum ptx_mode mode) {
  if (i->op == SETP || i->op == SET) {
    if (mode == LOW || mode == HIGH) mode = mode == LOW ? IF_LT : IF_GT;
    if (i->mode && mode >= BY_AND && mode <= BY_XOR) i->combine = (uint8_t)mode;
    else if (mode <= IF_NAN) i->mode = (uint8_t)mode;
    else return 0;
    return 1;
  }
  if (mode == NAN_WINS && i->op != MIN && i->op != MAX) return 0;
  i->mode = (uint8_t)mode;
  return 1;
}

int ptx_modifier(struct instruction *i, const char *name) {
  enum ptx_type type = (enum ptx_type)ptx_type_named(name);
  if (type) *(i->type ? &i->from : &i->type) = (uint8_t)type;
  else if (strcmp(name, "v2") == 0 || strcmp(name, "v4") == 0) i->vector = (uint8_t)(name[1] - '0');
  else if (strcmp(name, "sat") == 0) i->saturate = 1;
  else if (strcmp(name, "cc") == 0) i->carries = 1;
  else if (strcmp(name, "shiftamt") == 0) i->shift_amount = 1;
  else if (strcmp(name, "clamp") == 0 && i->op == SHF) i->saturate = 1;
  else if (strcmp(name, "warp") == 0 && i->op == BAR) i->op = BAR_WARP;
  else if (strcmp(name, "red") == 0 && i->op == BAR) i->op = BAR_RED;
  else if (is_ignored(i, name)) return 1;
  else {
    for (size_t k = 0; k < sizeof modes / sizeof *modes; k++)
      if (strcmp(modes[k].name, name) == 0) return set_mode(i, modes[k].mode);
    return 0;
  }
  return 1;
}
