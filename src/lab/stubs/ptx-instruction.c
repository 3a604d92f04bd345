/* Reads one instruction of a kernel. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ptx-reader.h"
#include "ptx-text.h"

static void add(struct ptx_reader *reader, const struct instruction *i) {
  struct ptx_function *f = reader->function;
  if ((f->code_count & 63) == 0) f->code = realloc(f->code, sizeof *f->code * (size_t)(f->code_count + 64));
  f->code[f->code_count++] = *i;
}

/* `(a, b)`: slots of the addresses that are handed over; -1 when there are too many. */
static int arguments(struct ptx_reader *reader, char *s, int slots[MOST_ARGUMENTS]) {
  char *parts[MOST_ARGUMENTS], *end = strrchr(s, ')');
  if (end) *end = '\0';
  int count = ptx_split(s + 1, parts, MOST_ARGUMENTS);
  if (count > MOST_ARGUMENTS) {
    ptx_refuse(reader, "the call", "with more than 40 arguments");
    return 0;
  }
  for (int i = 0; i < count; i++) slots[i] = ptx_operand(reader, parts[i], U64);
  return count;
}

/* `(result), name, (argument, …)` */
static void read_call(struct ptx_reader *reader, struct instruction *i, char *s) {
  struct ptx_callee *callee = calloc(1, sizeof *callee);
  char *parts[4], word[LONGEST_WORD] = "";
  int count = ptx_split(s, parts, 4), at = 0;
  if (count > 0 && count <= 4 && *parts[0] == '(') callee->results = arguments(reader, parts[at++], callee->result);
  if (at < count) ptx_word(parts[at++], word);
  if (at < count && *parts[at] == '(') callee->arguments = arguments(reader, parts[at++], callee->argument);
  snprintf(callee->name, sizeof callee->name, "%.95s", word);
  callee->function = ptx_find(reader->function->module, word);
  /* A function that cannot be run makes its caller one that cannot. */
  const char *problem = callee->function && callee->function->body ? ptx_read(callee->function) : NULL;
  if (problem && !reader->problem[0]) snprintf(reader->problem, sizeof reader->problem, "%.299s", problem);
  i->callee = callee;
}

static void read_branch(struct ptx_reader *reader, const char *s) {
  char word[LONGEST_WORD];
  ptx_word(s, word);
  reader->jumps = realloc(reader->jumps, sizeof *reader->jumps * (size_t)(reader->jump_count + 1));
  reader->jumps[reader->jump_count].at = reader->function->code_count;
  reader->jumps[reader->jump_count++].label = strdup(word);
}

/* A destination that may be thrown away: `_`. */
static int destination(struct ptx_reader *reader, const char *s, enum ptx_type type) {
  return *s == '_' ? -1 : ptx_operand(reader, s, type);
}

static void read_move(struct ptx_reader *reader, struct instruction *i, char **p, enum ptx_type type) {
  if (*p[0] == '{') {
    i->op = UNPACK;
    i->vector = (uint8_t)ptx_vector(reader, p[0], i->d, type);
    i->a = ptx_operand(reader, p[1], type);
  } else if (*p[1] == '{') {
    i->op = PACK;
    i->vector = (uint8_t)ptx_vector(reader, p[1], i->source, type);
    i->d[0] = ptx_operand(reader, p[0], type);
  } else {
    i->d[0] = ptx_operand(reader, p[0], type);
    i->a = ptx_operand(reader, p[1], type);
    if (strncmp(p[1], "%clock", 6) == 0 || strncmp(p[1], "%globaltimer", 12) == 0) i->op = CLOCK;
  }
}

/* `d|p, a, b, c, mask`, with p and whatever follows b where the operation has it */
static void read_pair(struct ptx_reader *reader, struct instruction *i, char **p, int count, enum ptx_type type) {
  char *bar = strchr(p[0], '|');
  if (bar) {
    *bar = '\0';
    i->d[1] = destination(reader, ptx_blank(bar + 1), PRED);
  }
  i->d[0] = destination(reader, p[0], type);
  i->a = ptx_operand(reader, p[1], type);
  i->b = ptx_operand(reader, p[2], i->op == SHFL || i->op == MATCH ? B32 : type);
  if (count > 3) i->c = i->op == SHFL ? ptx_operand(reader, p[3], B32) : ptx_predicate(reader, p[3], &i->inverted);
  if (count > 4) i->e = ptx_operand(reader, p[4], B32);
}

static void read_barrier(struct ptx_reader *reader, struct instruction *i, char **p, int count) {
  int first = i->op == BAR_RED, last = count;
  if (first) {
    i->d[0] = ptx_operand(reader, p[0], (enum ptx_type)i->type);
    i->c = ptx_predicate(reader, p[--last], &i->inverted);
  }
  i->a = ptx_operand(reader, p[first], B32);
  if (first + 1 < last) i->b = ptx_operand(reader, p[first + 1], B32);
}

/* How many operands each operation has at least; 0: it is read in its own way. */
static int least(enum ptx_op op) {
  switch (op) {
    case NOTHING: case EXIT: case TRAP: case BRA: case CALL: return 0;
    case BAR: case BAR_WARP: case ACTIVEMASK: return 1;
    case BAR_RED: case SETP: case SHFL: case MATCH: case SELP: case SLCT: return 3;
    case LOP3: return 5;
    default: return 2;
  }
}

static void read_operands(struct ptx_reader *reader, struct instruction *i, char **p, int count, int is_red) {
  enum ptx_type type = (enum ptx_type)i->type, source = i->from ? (enum ptx_type)i->from : type;
  switch (i->op) {
    case LD:
      i->vector = (uint8_t)ptx_vector(reader, p[0], i->d, type);
      ptx_address(reader, p[1], i);
      break;
    case ST:
      ptx_address(reader, p[0], i);
      i->vector = (uint8_t)ptx_vector(reader, p[1], i->source, type);
      break;
    case ATOM: {
      char **rest = is_red ? p : p + 1;
      if (!is_red) i->d[0] = destination(reader, p[0], type);
      ptx_address(reader, rest[0], i);
      i->b = ptx_operand(reader, rest[1], type);
      if (rest + 2 < p + count) i->c = ptx_operand(reader, rest[2], type);
      break;
    }
    case MOV: read_move(reader, i, p, type); break;
    case BAR: case BAR_RED: read_barrier(reader, i, p, count); break;
    case BAR_WARP: i->a = ptx_operand(reader, p[0], B32); break;
    case SETP: case SHFL: case MATCH: read_pair(reader, i, p, count, type); break;
    case VOTE:
      i->d[0] = ptx_operand(reader, p[0], type);
      i->a = ptx_predicate(reader, p[1], &i->inverted);
      if (count > 2) i->b = ptx_operand(reader, p[2], B32);
      break;
    default:
      i->d[0] = ptx_operand(reader, p[0], type);
      if (count > 1) i->a = ptx_operand(reader, p[1], source);
      if (count > 2) i->b = ptx_operand(reader, p[2], source);
      if (count > 3) i->c = ptx_operand(reader, p[3], source);
      if (count > 4) i->e = ptx_operand(reader, p[4], source);
  }
}

/* What the tables know and ptx-execute.c does not do. */
static int is_beyond(const struct instruction *i) {
  int half = i->type == F16 || i->type == BF16 || i->type == F16X2 || i->type == BF16X2;
  int rounds = i->mode == TO_ZERO || i->mode == DOWN || i->mode == UP;
  if (half && rounds) return 1; /* 16 bits are rounded to the nearest only */
  if (i->op == ATOM) return i->vector > 1 || i->type == NO_TYPE;
  if (i->op == PRMT || i->op == ADD || i->op == SUB) return i->mode > UP || (i->saturate && i->type != S32 && i->type < F16);
  if (i->op == SET) return i->c >= 0;
  return (i->op == LD || i->op == ST || i->op == MOV) && i->type == NO_TYPE;
}

/* `add.rn.f32`: the operation and its modifiers. */
static int read_mnemonic(struct instruction *i, char *mnemonic) {
  char *save, *part = strtok_r(mnemonic, ".", &save);
  i->op = (uint8_t)(part ? ptx_op_named(part) : NO_OP);
  if (!i->op) return 0;
  while ((part = strtok_r(NULL, ".", &save)))
    if (!ptx_modifier(i, part)) return 0;
  return 1;
}

void ptx_instruction(struct ptx_reader *reader, char *s) {
  struct instruction i = {.guard = -1, .a = -1, .b = -1, .c = -1, .e = -1, .d = {-1, -1, -1, -1}, .source = {-1, -1, -1, -1}, .vector = 1};
  char word[LONGEST_WORD], mnemonic[200], *p[8] = {0};
  if (*s == '@') {
    i.guard = ptx_predicate(reader, s + 1, &i.unless);
    const char *predicate = ptx_blank(s + 1);
    s = (char *)ptx_blank(ptx_word(predicate + i.unless, word));
  }
  size_t length = strcspn(s, " \t\n;"); /* not as a word: modifiers may have colons */
  snprintf(mnemonic, sizeof mnemonic, "%.*s", (int)length, s);
  s = (char *)ptx_blank(s + length);
  char shown[200];
  memcpy(shown, mnemonic, sizeof shown);
  int is_red = strncmp(mnemonic, "red.", 4) == 0;
  if (!read_mnemonic(&i, mnemonic)) {
    ptx_refuse(reader, "the instruction", shown);
    return;
  }
  if (i.op == BRA) read_branch(reader, s);
  else if (i.op == CALL) read_call(reader, &i, s);
  else if (least((enum ptx_op)i.op)) {
    int count = ptx_split(s, p, 8);
    if (count < least((enum ptx_op)i.op) || count > 5) ptx_refuse(reader, "the instruction", shown);
    else read_operands(reader, &i, p, count, is_red);
  }
  if (is_beyond(&i)) ptx_refuse(reader, "the instruction", shown);
  if (i.op != NOTHING) add(reader, &i);
}
