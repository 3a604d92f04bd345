/* Reads which functions and variables a module has. Bodies are read later, each when its kernel is first launched. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "ptx-text.h"
#include "ptx.h"

struct ptx_parameters ptx_parameters(const char *s, const char *end) {
  struct ptx_parameters all = {0};
  char word[LONGEST_WORD];
  int unit = 0;
  u32 align = 0;
  while (s && s < end) {
    s = ptx_word(s, word);
    if (word[0] == ')') break;
    if (strcmp(word, ".reg") == 0) all.problem = "it takes parameters in registers";
    if (strcmp(word, ".align") == 0) {
      s = ptx_word(s, word);
      align = (u32)atoi(word);
    } else if (strcmp(word, ".ptr") == 0) { /* `.ptr .global .align 1` is about what is pointed to */
      for (const char *next = ptx_word(s, word); word[0] == '.'; next = ptx_word(s, word)) {
        s = next;
        if (strcmp(word, ".align") == 0) s = ptx_word(s, word);
      }
    } else if (word[0] == '.') {
      int type = ptx_type_named(word + 1);
      if (type) unit = ptx_type_bytes((enum ptx_type)type);
    } else if (isalpha((unsigned char)word[0]) || strchr("_$%", word[0])) {
      struct ptx_parameter one = {.name = strdup(word), .bytes = (u32)unit, .align = align ? align : (u32)unit};
      if (!word[0] || !unit) break;
      if (ptx_follows(s, '[')) {
        s = ptx_word(ptx_word(s, word), word);
        one.bytes *= (u32)atoi(word);
        s = ptx_word(s, word);
      }
      one.offset = (all.bytes + one.align - 1) / one.align * one.align;
      all.bytes = one.offset + one.bytes;
      all.list = realloc(all.list, sizeof *all.list * (size_t)(all.count + 1));
      all.list[all.count++] = one;
      align = 0;
    }
  }
  return all;
}

struct ptx_symbol *ptx_declare(struct ptx_module *module, enum ptx_fill fill, int is_extern, const char *s, const char *end) {
  struct ptx_symbol *symbol = calloc(1, sizeof *symbol);
  char word[LONGEST_WORD];
  symbol->fill = fill, symbol->unit = 1, symbol->is_extern = is_extern;
  while (s < end) {
    s = ptx_word(s, word);
    if (s > end || !word[0]) break;
    if (strcmp(word, ".align") == 0) {
      s = ptx_word(s, word);
      symbol->align = (u32)atoi(word);
    } else if (word[0] == '.') {
      int type = ptx_type_named(word + 1);
      if (type) symbol->unit = ptx_type_bytes((enum ptx_type)type);
    } else if (word[0] == '[') {
      s = ptx_word(s, word);
      if (word[0] == ']') { /* as much as a launch asks for */
        symbol->bytes = 0;
        if (fill == WITH_SHARED) symbol->fill = WITH_DYNAMIC;
      } else {
        symbol->bytes *= (u32)strtoul(word, NULL, 0);
        s = ptx_word(s, word);
      }
    } else if (word[0] == '=') {
      symbol->initial = s, symbol->initial_end = end;
      break;
    } else if (!symbol->name) symbol->name = strdup(word), symbol->bytes = (u32)symbol->unit;
  }
  if (!symbol->name) symbol->name = strdup("");
  if (!symbol->align) symbol->align = (u32)symbol->unit;
  symbol->next = module->symbols;
  return module->symbols = symbol;
}

/* `{1, -2, 0f3F800000}` or one number. */
static void initialise(struct ptx_symbol *symbol, char *at) {
  char word[LONGEST_WORD];
  const char *s = symbol->initial, *end = at + symbol->bytes;
  while (s && s < symbol->initial_end && *ptx_blank(s)) {
    s = ptx_word(s, word);
    int minus = word[0] == '-';
    if (minus) s = ptx_word(s, word);
    if (strchr("{},;", word[0])) continue;
    int is_float = word[0] == '0' && word[1] && strchr("fFdD", word[1]);
    if (!isdigit((unsigned char)word[0]) || at + symbol->unit > end) {
      symbol->problem = "a variable of it starts with something other than numbers";
      return;
    }
    u64 value = is_float ? strtoull(word + 2, NULL, 16) : strtoull(word, NULL, 0);
    if (minus) value = -value;
    memcpy(at, &value, (size_t)symbol->unit);
    at += symbol->unit;
  }
}

void ptx_place(struct ptx_module *module, struct ptx_symbol *symbol) {
  if (symbol->placed) return;
  symbol->placed = 1;
  if (symbol->fill == WITH_SHARED) {
    symbol->value = (module->shared_bytes + symbol->align - 1) / symbol->align * symbol->align;
    module->shared_bytes = (u32)symbol->value + symbol->bytes;
  } else if (symbol->fill == WITH_VALUE) {
    if (symbol->is_extern) symbol->problem = "a variable of it lies in another module";
    void *at = NULL;
    if (posix_memalign(&at, 256, symbol->bytes + 256u) != 0) {
      symbol->problem = "there is no memory for a variable of it";
      return;
    }
    memset(at, 0, symbol->bytes + 256u);
    initialise(symbol, at);
    symbol->value = (u64)(uintptr_t)at;
  }
}

/* From after `.entry` or `.func`; returns what is after the function. */
static const char *add_function(struct ptx_module *module, const char *s, int is_entry) {
  struct ptx_function *f = calloc(1, sizeof *f);
  char word[LONGEST_WORD];
  f->module = module, f->is_entry = is_entry;
  s = ptx_blank(s);
  if (*s == '(') f->returns_text = s, s = ptx_closing(s, '(', ')');
  s = ptx_word(s, word);
  f->name = strdup(word);
  s = ptx_blank(s);
  if (*s == '(') f->parameters_text = s, s = ptx_closing(s, '(', ')');
  s += strcspn(s, "{;");
  if (*s == '{') {
    f->body = s;
    s = f->body_end = ptx_closing(s, '{', '}');
  } else if (*s) s++;
  f->next = module->functions;
  module->functions = f;
  return s;
}

/* From after a word that began with a dot; returns what is after the directive. */
static const char *directive(struct ptx_module *module, const char *s, char *word) {
  int is_extern = 0;
  if (strcmp(word, ".version") == 0 || strcmp(word, ".address_size") == 0) return ptx_word(s, word);
  if (strcmp(word, ".target") == 0) {
    s = ptx_word(s, word);
    module->target = atoi(word + strcspn(word, "0123456789"));
    while (ptx_follows(s, ',')) s = ptx_word(ptx_word(s, word), word);
    return s;
  }
  if (strcmp(word, ".file") == 0) return s + strcspn(s, "\n");
  if (strcmp(word, ".section") == 0) return ptx_closing(s + strcspn(s, "{"), '{', '}');
  while (strcmp(word, ".visible") == 0 || strcmp(word, ".weak") == 0 || strcmp(word, ".extern") == 0 || strcmp(word, ".common") == 0) {
    is_extern |= word[1] == 'e';
    s = ptx_word(s, word);
  }
  if (strcmp(word, ".entry") == 0 || strcmp(word, ".func") == 0) return add_function(module, s, word[1] == 'e');
  const char *end = s + strcspn(s, ";");
  if (strcmp(word, ".global") == 0 || strcmp(word, ".const") == 0) ptx_declare(module, WITH_VALUE, is_extern, s, end);
  else if (strcmp(word, ".shared") == 0) ptx_declare(module, WITH_SHARED, 0, s, end);
  return *end ? end + 1 : end;
}

struct ptx_module *ptx_module_of(const void *image, const char **problem) {
  struct ptx_module *module = calloc(1, sizeof *module);
  module->text = ptx_text(image, problem);
  if (!module->text) {
    free(module);
    return NULL;
  }
  char word[LONGEST_WORD];
  for (const char *s = module->text; *(s = ptx_blank(s));) {
    s = ptx_word(s, word);
    s = directive(module, s, word);
  }
  return module;
}

/* The one with a body, where a function is declared as well. */
struct ptx_function *ptx_find(struct ptx_module *module, const char *name) {
  struct ptx_function *declared = NULL;
  for (struct ptx_function *f = module->functions; f; f = f->next) {
    if (strcmp(f->name, name) != 0) continue;
    if (f->body) return f;
    declared = f;
  }
  return declared;
}

u64 ptx_variable(struct ptx_module *module, const char *name, size_t *bytes) {
  for (struct ptx_symbol *symbol = module->symbols; symbol; symbol = symbol->next) {
    if (strcmp(symbol->name, name) != 0 || symbol->fill != WITH_VALUE) continue;
    ptx_place(module, symbol);
    if (bytes) *bytes = symbol->bytes;
    return symbol->value;
  }
  return 0;
}
