/*
 * libcudnn: the graph interface, by which TensorFlow convolves. One engine fits every graph that can be done: its
 * operations are done one after the other.
 */
#include "cudnn-graph.h"

#include <stdlib.h>
#include <string.h>

#include "cudnn-tensor.h"

enum { ALLOC_FAILED = 4 };

/* Bytes of a value of each cudnnBackendAttributeType_t: handles, pointers, 64-bit numbers, booleans, the rest. */
static size_t size_of(int type) {
  switch (type) {
    case 0: case OF_INT64: case 5: case 6: case OF_DESCRIPTOR: return 8;
    case OF_BOOLEAN: return 1;
    default: return 4;
  }
}
struct attribute *graph_find(const struct descriptor *d, int name) {
  struct attribute *a = d ? d->first : NULL;
  while (a && a->name != name) a = a->next;
  return a;
}
struct descriptor *graph_child(const struct descriptor *d, int name) {
  struct attribute *a = graph_find(d, name);
  return a ? *(struct descriptor **)a->values : NULL;
}
int64_t graph_number(const struct descriptor *d, int name, int64_t otherwise) {
  struct attribute *a = graph_find(d, name);
  if (!a) return otherwise;
  if (a->type == OF_BOOLEAN) return *(unsigned char *)a->values;
  return size_of(a->type) == 4 ? *(int *)a->values : *(int64_t *)a->values;
}
double graph_real(const struct descriptor *d, int name, double otherwise) {
  struct attribute *a = graph_find(d, name);
  if (!a) return otherwise;
  return a->type == OF_FLOAT ? *(float *)a->values : *(double *)a->values;
}

Status cudnnBackendCreateDescriptor(int type, struct descriptor **d) {
  UNLESS_SET(cudnnBackendCreateDescriptor);
  *d = calloc(1, sizeof **d);
  if (!*d) return ALLOC_FAILED;
  (*d)->type = type;
  return SUCCESS;
}
/* Others may point to what it holds, so it is kept. */
Status cudnnBackendDestroyDescriptor(struct descriptor *d) {
  UNLESS_SET(cudnnBackendDestroyDescriptor);
  return SUCCESS;
}
Status cudnnBackendInitialize(struct descriptor *d) {
  UNLESS_SET(cudnnBackendInitialize);
  return SUCCESS;
}
Status cudnnBackendSetAttribute(struct descriptor *d, int name, int type, int64_t count, const void *values) {
  UNLESS_SET(cudnnBackendSetAttribute);
  size_t bytes = size_of(type) * (size_t)count;
  struct attribute *a = malloc(sizeof *a);
  void *copy = malloc(bytes + 1);
  if (!a || !copy) return ALLOC_FAILED;
  memcpy(copy, values, bytes);
  *a = (struct attribute){name, type, count, copy, d->first};
  d->first = a;
  return SUCCESS;
}

static struct attribute *operations(const struct descriptor *plan) {
  const struct descriptor *engine = graph_child(graph_child(plan, PLAN_CONFIG), CONFIG_ENGINE);
  return graph_find(graph_child(engine, ENGINE_GRAPH), GRAPH_OPERATIONS);
}
static int can_do(const struct descriptor *operation) {
  if (operation->type >= FORWARD && operation->type <= BACKWARD_DATA) return 1;
  int64_t mode = graph_number(graph_child(operation, POINTWISE_HOW), POINTWISE_MODE, -1);
  return operation->type == POINTWISE && (mode == TO_ADD || mode == TO_MULTIPLY || (mode >= TO_RELU && mode <= TO_ELU));
}
Status cudnnBackendFinalize(struct descriptor *d) {
  UNLESS_SET(cudnnBackendFinalize);
  if (d->type != PLAN) return SUCCESS;
  struct attribute *all = operations(d);
  for (int64_t k = 0; all && k < all->count; k++)
    if (!can_do(((struct descriptor **)all->values)[k])) return not_supported("cudnnBackendExecute");
  return all ? SUCCESS : not_supported("cudnnBackendExecute");
}

/* The heuristics' one result: a configuration with an engine for the graph. */
static Status propose(const struct descriptor *heuristic, int64_t room, int64_t *count, struct descriptor **into) {
  if (count) *count = 1;
  if (room < 1 || !into) return SUCCESS;
  struct descriptor *engine = calloc(1, sizeof *engine), *graph = graph_child(heuristic, HEURISTIC_GRAPH);
  if (!engine) return ALLOC_FAILED;
  int64_t index = 0;
  engine->type = ENGINE;
  cudnnBackendSetAttribute(engine, ENGINE_GRAPH, OF_DESCRIPTOR, 1, &graph);
  cudnnBackendSetAttribute(engine, ENGINE_INDEX, OF_INT64, 1, &index);
  into[0]->first = NULL;
  return cudnnBackendSetAttribute(into[0], CONFIG_ENGINE, OF_DESCRIPTOR, 1, &engine);
}
/* Descriptors that are asked for exist already, and are filled in. */
Status cudnnBackendGetAttribute(struct descriptor *d, int name, int type, int64_t room, int64_t *count, void *values) {
  UNLESS_SET(cudnnBackendGetAttribute);
  struct descriptor **into = values;
  if (name == HEURISTIC_RESULTS) return propose(d, room, count, into);
  if (name == PLAN_WORKSPACE || name == GRAPH_ENGINES) {
    if (count) *count = 1;
    if (values) *(int64_t *)values = name == GRAPH_ENGINES;
    return SUCCESS;
  }
  struct attribute *a = graph_find(d, name);
  if (count) *count = a ? a->count : 0;
  for (int64_t k = 0; a && values && k < a->count && k < room; k++) {
    size_t bytes = size_of(type), at = (size_t)k * bytes;
    if (type == OF_DESCRIPTOR) *into[k] = *((struct descriptor **)a->values)[k];
    else memcpy((char *)values + at, (char *)a->values + at, bytes);
  }
  return SUCCESS;
}

Status cudnnBackendExecute(void *handle, struct descriptor *plan, struct descriptor *pack) {
  UNLESS_SET(cudnnBackendExecute);
  if (!knows_gpu()) return EXECUTION_FAILED;
  struct attribute *all = operations(plan);
  struct graph_memory memory = {.pack = pack};
  int done = all != NULL;
  for (int64_t k = 0; done && k < all->count; k++) done = graph_run(&memory, ((struct descriptor **)all->values)[k]);
  for (int k = 0; k < memory.count; k++) free(memory.made[k].at);
  return done ? SUCCESS : not_supported("cudnnBackendExecute");
}
