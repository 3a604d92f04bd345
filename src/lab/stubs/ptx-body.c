/* Reads the body of a kernel: registers, memory of its own, labels, instructions. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ptx-reader.h"
#include "ptx-text.h"

/* ` .b32 %r<54>` or ` .pred p, q` */
static void read_registers(struct ptx_reader *reader, const char *s) {
  struct ptx_function *f = reader->function;
  char word[LONGEST_WORD];
  s = ptx_word(s, word);
  if (!ptx_type_named(word + 1)) ptx_refuse(reader, "registers of the type", word);
  while (*(s = ptx_blank(s))) {
    s = ptx_word(s, word);
    if (word[0] == ',') continue;
    s = ptx_blank(s);
    int count = *s == '<' ? atoi(s + 1) : 0;
    ptx_name(&reader->names, word, f->slots, count);
    f->slots += count ? count : 1;
    if (*s == '<') s += strcspn(s, ">") + 1;
  }
}

/* `.local .align 8 .b8 name[64]` and `.param .b64 name`: memory of each thread */
static void read_memory(struct ptx_reader *reader, const char *s) {
  struct ptx_function *f = reader->function;
  struct ptx_parameters all = ptx_parameters(s, s + strlen(s));
  for (int k = 0; k < all.count; k++) {
    u32 align = all.list[k].align < 16 ? 16 : all.list[k].align;
    f->local_bytes = (f->local_bytes + align - 1) / align * align;
    ptx_filled(reader, all.list[k].name, &reader->names, WITH_LOCAL, f->local_bytes);
    f->local_bytes += all.list[k].bytes;
  }
}

static void read_statement(struct ptx_reader *reader, char *s) {
  char word[LONGEST_WORD];
  const char *rest = ptx_word(s, word);
  if (word[0] != '.') ptx_instruction(reader, s);
  else if (strcmp(word, ".reg") == 0) read_registers(reader, rest);
  else if (strncmp(word, ".reg.", 5) == 0) read_registers(reader, s + 4); /* `.reg.b32 r;` */
  else if (strcmp(word, ".local") == 0 || strcmp(word, ".param") == 0) read_memory(reader, rest);
  else if (strcmp(word, ".shared") == 0) ptx_declare(reader->function->module, WITH_SHARED, 0, rest, rest + strlen(rest));
  else if (strcmp(word, ".pragma") != 0) ptx_refuse(reader, "the directive", word);
}

/* Up to the semicolon, without comments; to be freed. `end` is set after it. */
static char *statement(const char *s, const char **end) {
  const char *at = s;
  while (*at && *at != ';') at = at[0] == '/' && (at[1] == '/' || at[1] == '*') ? ptx_blank(at) : at + 1;
  char *text = strndup(s, (size_t)(at - s));
  for (char *comment = text; (comment = strstr(comment, "//"));)
    while (*comment && *comment != '\n') *comment++ = ' ';
  *end = *at ? at + 1 : at;
  return text;
}

static void enter(struct ptx_reader *reader) {
  if (reader->depth == DEEPEST_BLOCK) ptx_refuse(reader, "more than 64 blocks in one another, at", "{");
  else reader->blocks[reader->depth++] = reader->names;
}
static void leave(struct ptx_reader *reader) {
  if (reader->depth == 0) ptx_refuse(reader, "a block ends that did not begin, at", "}");
  else reader->names = reader->blocks[--reader->depth];
}

/* Reads what begins at `s`: a brace (elsewhere it would be a vector), a label, or a statement. Returns what follows. */
static const char *read_next(struct ptx_reader *reader, const char *s) {
  char word[LONGEST_WORD];
  if (*s == '{') enter(reader);
  else if (*s == '}') leave(reader);
  if (strchr("{};", *s)) return s + 1;
  const char *rest = ptx_blank(ptx_word(s, word));
  if (*rest == ':' && rest[1] != ':') {
    ptx_name(&reader->labels, word, reader->function->code_count, 0);
    return rest + 1;
  }
  if (strcmp(word, ".loc") == 0 || strcmp(word, ".file") == 0) return s + strcspn(s, "\n"); /* has no semicolon */
  char *text = statement(s, &s);
  read_statement(reader, text);
  free(text);
  return s;
}

/* The parameters of a .func are addresses, which its caller puts into slots. */
static int *slots_for(struct ptx_reader *reader, const struct ptx_parameters *parameters) {
  int *slots = calloc((size_t)parameters->count + 1, sizeof *slots);
  for (int k = 0; k < parameters->count; k++) {
    slots[k] = reader->function->slots++;
    ptx_name(&reader->names, parameters->list[k].name, slots[k], 0);
  }
  return slots;
}

static void forget(struct ptx_name *list) {
  while (list) {
    struct ptx_name *next = list->next;
    free(list->text);
    free(list);
    list = next;
  }
}

static void find_labels(struct ptx_reader *reader) {
  for (int k = 0; k < reader->jump_count; k++) {
    int at = ptx_slot(reader->labels, reader->jumps[k].label);
    if (at < 0) ptx_refuse(reader, "the label", reader->jumps[k].label);
    else reader->function->code[reader->jumps[k].at].target = at;
    free(reader->jumps[k].label);
  }
  free(reader->jumps);
}

const char *ptx_read(struct ptx_function *f) {
  if (f->was_read) return f->problem;
  f->was_read = 1;
  if (!f->body) return f->problem = "it has no PTX body";
  struct ptx_reader reader = {.function = f};
  f->parameters = ptx_parameters(f->parameters_text, f->body);
  f->returns = ptx_parameters(f->returns_text, f->parameters_text ? f->parameters_text : f->body);
  if (!f->is_entry) {
    f->parameter_slot = slots_for(&reader, &f->parameters);
    f->return_slot = slots_for(&reader, &f->returns);
  }
  for (const char *s = ptx_blank(f->body); s < f->body_end && *s && !reader.problem[0]; s = ptx_blank(s)) s = read_next(&reader, s);
  char end[] = "exit"; /* a body may end without it */
  ptx_instruction(&reader, end);
  find_labels(&reader);
  forget(reader.constants);
  forget(reader.labels);
  if (f->parameters.problem) f->problem = f->parameters.problem;
  else if (reader.problem[0]) f->problem = strdup(reader.problem);
  return f->problem;
}
