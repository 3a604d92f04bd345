/* What cudnn-graph.c (descriptors) and cudnn-convolution.c (their work) know of one another. */
#pragma once
#include <stdint.h>

/* Types of descriptors and of attributes, and names of attributes: numbers as in cudnn_graph.h. */
enum { PLAN = 5, ENGINE = 2, FORWARD = 10, BACKWARD_FILTER = 11, BACKWARD_DATA = 12, POINTWISE = 13 };
enum { OF_BOOLEAN = 2, OF_INT64 = 3, OF_FLOAT = 4, OF_DESCRIPTOR = 15 };
enum {
  POINTWISE_MODE = 0, RELU_LOW = 3, RELU_HIGH = 4, CONVOLUTION_DILATION = 102, CONVOLUTION_MODE = 101,
  CONVOLUTION_STRIDE = 103, CONVOLUTION_PADDING = 105, HEURISTIC_GRAPH = 201, HEURISTIC_RESULTS = 202,
  CONFIG_ENGINE = 300, PLAN_CONFIG = 401, PLAN_WORKSPACE = 402, POINTWISE_HOW = 750, POINTWISE_X = 751,
  POINTWISE_B = 752, POINTWISE_Y = 753, POINTWISE_ALPHA_X = 754, POINTWISE_ALPHA_B = 755, GRAPH_OPERATIONS = 801,
  GRAPH_ENGINES = 802, TENSOR_TYPE = 901, TENSOR_SIZE = 902, TENSOR_STRIDE = 903, TENSOR_ID = 906, PACK_IDS = 1000,
  PACK_POINTERS = 1001, ENGINE_GRAPH = 1300, ENGINE_INDEX = 1301,
};
/* cudnnPointwiseMode_t, of which these can be done. */
enum { TO_ADD = 0, TO_MULTIPLY = 1, TO_RELU = 100, TO_TANH = 101, TO_SIGMOID = 102, TO_ELU = 103 };

/* A descriptor is a bag of attributes; the newest comes first. */
struct attribute { int name, type; int64_t count; void *values; struct attribute *next; };
struct descriptor { int type; struct attribute *first; };

#pragma GCC visibility push(hidden)
struct attribute *graph_find(const struct descriptor *d, int name);
/* The descriptor in an attribute, or null. */
struct descriptor *graph_child(const struct descriptor *d, int name);
int64_t graph_number(const struct descriptor *d, int name, int64_t otherwise);
double graph_real(const struct descriptor *d, int name, double otherwise);
/* Does one operation with the memory that a variant pack names, and that earlier operations of the graph have made. */
struct graph_memory { const struct descriptor *pack; struct { int64_t id; void *at; } made[32]; int count; };
int graph_run(struct graph_memory *memory, const struct descriptor *operation);
#pragma GCC visibility pop
