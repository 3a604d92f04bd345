/* Names and numbers in the body of a kernel: which slot each stands for. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ptx-reader.h"
#include "ptx-text.h"

static const char *const specials[SPECIALS] = {
    "%tid.x", "%tid.y", "%tid.z", "%ntid.x", "%ntid.y", "%ntid.z", "%ctaid.x", "%ctaid.y", "%ctaid.z", "%nctaid.x",
    "%nctaid.y", "%nctaid.z", "%laneid", "%warpid", "%lanemask_lt", "%lanemask_le", "%lanemask_eq", "%lanemask_ge",
    "%lanemask_gt", "%smid", "%nsmid", "%dynamic_smem_size", "%total_smem_size", "%nwarpid", "%warpsize", "%clock",
    "%clock64", "%globaltimer", "%globaltimer_lo",
};

void ptx_refuse(struct ptx_reader *reader, const char *what, const char *of) {
  if (!reader->problem[0]) snprintf(reader->problem, sizeof reader->problem, "%s `%.200s`", what, of);
}

void ptx_name(struct ptx_name **list, const char *text, int slot, int count) {
  struct ptx_name *name = malloc(sizeof *name);
  *name = (struct ptx_name){strdup(text), slot, count, *list};
  *list = name;
}

int ptx_slot(struct ptx_name *list, const char *text) {
  size_t length = strlen(text), stem = length;
  while (stem > 0 && isdigit((unsigned char)text[stem - 1])) stem--;
  int number = stem < length ? atoi(text + stem) : -1;
  for (; list; list = list->next) {
    if (list->count == 0 && strcmp(list->text, text) == 0) return list->slot;
    if (number >= 0 && number < list->count && strlen(list->text) == stem && strncmp(list->text, text, stem) == 0)
      return list->slot + number;
  }
  return -1;
}

int ptx_filled(struct ptx_reader *reader, const char *text, struct ptx_name **list, enum ptx_fill fill, u64 value) {
  struct ptx_function *f = reader->function;
  if ((f->fill_count & 15) == 0) f->fills = realloc(f->fills, sizeof *f->fills * (size_t)(f->fill_count + 16));
  f->fills[f->fill_count++] = (struct ptx_filled){f->slots, fill, value};
  ptx_name(list, text, f->slots, 0);
  return f->slots++;
}

/* `0f3F800000` and `0d…` are the bits of a float; a number with a point is written out. */
static u64 number(const char *word, enum ptx_type type) {
  if (word[0] == '0' && word[1] && strchr("fFdD", word[1])) return strtoull(word + 2, NULL, 16);
  if (!strchr(word, '.')) return strtoull(word, NULL, 0);
  double value = atof(word);
  float narrow = (float)value;
  u64 bits = 0;
  if (type == F64) memcpy(&bits, &value, sizeof value);
  else memcpy(&bits, &narrow, sizeof narrow);
  return bits;
}

static int constant(struct ptx_reader *reader, const char *word, int minus, enum ptx_type type) {
  u64 value = number(word, type);
  char key[40];
  if (minus) value = -value;
  snprintf(key, sizeof key, "#%llx", (unsigned long long)value);
  int slot = ptx_slot(reader->constants, key);
  return slot >= 0 ? slot : ptx_filled(reader, key, &reader->constants, WITH_VALUE, value);
}

static int special(struct ptx_reader *reader, const char *word) {
  for (int i = 0; i < SPECIALS; i++)
    if (strcmp(specials[i], word) == 0) return ptx_filled(reader, word, &reader->constants, WITH_SPECIAL, (u64)i);
  ptx_refuse(reader, "the register", word);
  return 0;
}

static int variable(struct ptx_reader *reader, const char *word) {
  struct ptx_function *f = reader->function;
  for (int i = 0; f->is_entry && i < f->parameters.count; i++)
    if (strcmp(f->parameters.list[i].name, word) == 0)
      return ptx_filled(reader, word, &reader->constants, WITH_PARAMETER, f->parameters.list[i].offset);
  for (struct ptx_symbol *symbol = f->module->symbols; symbol; symbol = symbol->next) {
    if (strcmp(symbol->name, word) != 0) continue;
    ptx_place(f->module, symbol);
    if (symbol->problem) ptx_refuse(reader, symbol->problem, word);
    return ptx_filled(reader, word, &reader->constants, symbol->fill, symbol->value);
  }
  ptx_refuse(reader, "the name", word);
  return 0;
}

int ptx_operand(struct ptx_reader *reader, const char *text, enum ptx_type type) {
  char word[LONGEST_WORD];
  const char *s = ptx_blank(text);
  int minus = *s == '-';
  ptx_word(minus ? s + 1 : s, word);
  if (isdigit((unsigned char)word[0])) return constant(reader, word, minus, type);
  if (minus) ptx_refuse(reader, "the operand", text);
  if (strcmp(word, "WARP_SZ") == 0) return constant(reader, "32", 0, U32);
  int slot = ptx_slot(reader->names, word);
  if (slot < 0) slot = ptx_slot(reader->constants, word);
  if (slot >= 0) return slot;
  return word[0] == '%' ? special(reader, word) : variable(reader, word);
}

int ptx_predicate(struct ptx_reader *reader, const char *text, uint8_t *inverted) {
  const char *s = ptx_blank(text);
  *inverted = *s == '!';
  return ptx_operand(reader, s + *inverted, PRED);
}

int ptx_vector(struct ptx_reader *reader, char *s, int slots[4], enum ptx_type type) {
  char *parts[4];
  if (*s != '{') {
    slots[0] = ptx_operand(reader, s, type);
    return 1;
  }
  char *end = strchr(s, '}');
  if (end) *end = '\0';
  int count = ptx_split(s + 1, parts, 4);
  if (count < 1 || count > 4) {
    ptx_refuse(reader, "the vector", s);
    return 1;
  }
  for (int i = 0; i < count; i++) slots[i] = *parts[i] == '_' ? -1 : ptx_operand(reader, parts[i], type);
  return count;
}

void ptx_address(struct ptx_reader *reader, char *s, struct instruction *i) {
  char word[LONGEST_WORD];
  if (*s == '[') s++;
  const char *rest = ptx_blank(ptx_word(s, word));
  i->a = ptx_operand(reader, s, U64);
  if (*rest == '+' || *rest == '-') {
    long offset = strtol(ptx_blank(rest + 1), NULL, 0);
    i->offset = *rest == '+' ? offset : -offset;
  } else if (*rest && *rest != ']') ptx_refuse(reader, "the address", s);
}
