/* libcudnn: convolutions in all three directions, and what TensorFlow fuses with them, for cudnn-graph.c. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cudnn-graph.h"
#include "number.h"

enum { MOST = 8 };
struct tensor { char *at; enum type type; int dimensions; int64_t size[MOST], step[MOST]; };

/* The memory of a tensor: named by the pack, or made here for what lies between two operations. */
static void *memory_of(struct graph_memory *memory, int64_t id, size_t bytes) {
  struct attribute *ids = graph_find(memory->pack, PACK_IDS), *at = graph_find(memory->pack, PACK_POINTERS);
  for (int64_t k = 0; ids && at && k < ids->count; k++)
    if (((int64_t *)ids->values)[k] == id) return ((void **)at->values)[k];
  for (int k = 0; k < memory->count; k++)
    if (memory->made[k].id == id) return memory->made[k].at;
  if (memory->count == 32) return NULL;
  memory->made[memory->count].id = id;
  return memory->made[memory->count++].at = calloc(1, bytes);
}

/* Without an address when it is of a kind that is not known here. */
static struct tensor read_tensor(struct graph_memory *memory, const struct descriptor *d) {
  struct tensor t = {.at = NULL};
  int64_t type = graph_number(d, TENSOR_TYPE, 0), elements = 1;
  struct attribute *size = graph_find(d, TENSOR_SIZE), *step = graph_find(d, TENSOR_STRIDE);
  if (!size || !step || size->count > MOST || (type != 0 && type != 1 && type != 2 && type != 9)) return t;
  t.type = type == 1 ? DOUBLE : type == 2 ? HALF : type == 9 ? BFLOAT16 : FLOAT;
  t.dimensions = (int)size->count;
  for (int k = 0; k < t.dimensions; k++) {
    t.size[k] = ((int64_t *)size->values)[k], t.step[k] = ((int64_t *)step->values)[k];
    elements += (t.size[k] - 1) * t.step[k];
  }
  t.at = memory_of(memory, graph_number(d, TENSOR_ID, 0), (size_t)elements * 8);
  return t;
}
/* A dimension of 1 is as long as needed. */
static size_t place(const struct tensor *t, const int64_t *index) {
  size_t at = 0;
  for (int k = 0; k < t->dimensions; k++) at += (size_t)((t->size[k] == 1 ? 0 : index[k]) * t->step[k]);
  return at;
}
static int next(int64_t *index, const int64_t *size, int from, int to) {
  for (int k = to - 1; k >= from; k--) {
    if (++index[k] < size[k]) return 1;
    index[k] = 0;
  }
  return 0;
}

/* x is N C H W…, w is K C R S…, y is N K P Q…, whatever their layout. */
struct convolution {
  int type, flipped;
  struct tensor x, w, y;
  const int64_t *padding, *stride, *dilation;
  int64_t group; /* output channels of a group */
};

/* Where in x and w one product for output element `out` is; 0 when it lies in the padding. */
static int locate(const struct convolution *c, const int64_t *out, const int64_t *tap, int64_t *in, int64_t *weight) {
  in[0] = out[0];
  in[1] = out[1] / c->group * c->w.size[1] + tap[1];
  memcpy(weight, tap, sizeof *weight * MOST);
  for (int k = 2; k < c->x.dimensions; k++) {
    in[k] = out[k] * c->stride[k - 2] - c->padding[k - 2] + tap[k] * c->dilation[k - 2];
    if (in[k] < 0 || in[k] >= c->x.size[k]) return 0;
    if (c->flipped) weight[k] = c->w.size[k] - 1 - tap[k];
  }
  return 1;
}

/* Sums are in double precision, in a place of their own. */
static void accumulate(const struct convolution *c, double *sum) {
  const struct tensor *x = &c->x, *w = &c->w, *y = &c->y;
  int64_t out[MOST] = {0};
  do {
    int64_t tap[MOST] = {out[1]}, in[MOST], weight[MOST];
    do {
      if (!locate(c, out, tap, in, weight)) continue;
      size_t px = place(x, in), pw = place(w, weight), py = place(y, out);
      if (c->type == FORWARD) sum[py] += number_at(x->at, x->type, px) * number_at(w->at, w->type, pw);
      else if (c->type == BACKWARD_DATA) sum[px] += number_at(y->at, y->type, py) * number_at(w->at, w->type, pw);
      else sum[pw] += number_at(y->at, y->type, py) * number_at(x->at, x->type, px);
    } while (next(tap, w->size, 1, x->dimensions));
  } while (next(out, y->size, 0, x->dimensions));
}

static int convolve(struct graph_memory *memory, const struct descriptor *o) {
  /* Names of attributes: alpha, beta, how, w, x, y for each direction. */
  int first = o->type == FORWARD ? 700 : o->type == BACKWARD_DATA ? 706 : 712;
  const struct descriptor *how = graph_child(o, first + 2);
  struct attribute *padding = graph_find(how, CONVOLUTION_PADDING), *stride = graph_find(how, CONVOLUTION_STRIDE);
  struct attribute *dilation = graph_find(how, CONVOLUTION_DILATION);
  struct convolution c = {.type = o->type, .flipped = graph_number(how, CONVOLUTION_MODE, 1) == 0};
  c.w = read_tensor(memory, graph_child(o, first + 3));
  c.x = read_tensor(memory, graph_child(o, first + 4));
  c.y = read_tensor(memory, graph_child(o, first + 5));
  if (!padding || !stride || !dilation || !c.w.at || !c.x.at || !c.y.at || c.x.size[1] < c.w.size[1]) return 0;
  c.padding = padding->values, c.stride = stride->values, c.dilation = dilation->values;
  c.group = c.w.size[0] / (c.x.size[1] / c.w.size[1]);
  struct tensor *to = o->type == FORWARD ? &c.y : o->type == BACKWARD_DATA ? &c.x : &c.w;
  double alpha = graph_real(o, first, 1), beta = graph_real(o, first + 1, 0);
  size_t elements = 1;
  for (int k = 0; k < to->dimensions; k++) elements += (size_t)((to->size[k] - 1) * to->step[k]);
  double *sum = calloc(elements, sizeof *sum);
  if (!sum) return 0;
  accumulate(&c, sum);
  int64_t index[MOST] = {0};
  do {
    size_t at = place(to, index);
    set_number(to->at, to->type, at, alpha * sum[at] + (beta == 0 ? 0 : beta * number_at(to->at, to->type, at)));
  } while (next(index, to->size, 0, to->dimensions));
  free(sum);
  return 1;
}

static double pointwise_value(int64_t mode, double x, double b, double low, double high) {
  switch (mode) {
    case TO_ADD: return x + b;
    case TO_MULTIPLY: return x * b;
    case TO_RELU: return x > low ? (x < high ? x : high) : low;
    case TO_TANH: return tanh(x);
    case TO_SIGMOID: return 1 / (1 + exp(-x));
    default: return x > 0 ? x : expm1(x);
  }
}
static int do_pointwise(struct graph_memory *memory, const struct descriptor *o) {
  struct tensor x = read_tensor(memory, graph_child(o, POINTWISE_X)), y = read_tensor(memory, graph_child(o, POINTWISE_Y));
  const struct descriptor *second = graph_child(o, POINTWISE_B), *how = graph_child(o, POINTWISE_HOW);
  struct tensor b = {.at = NULL};
  if (second) b = read_tensor(memory, second);
  double alpha_x = graph_real(o, POINTWISE_ALPHA_X, 1), alpha_b = graph_real(o, POINTWISE_ALPHA_B, 1);
  /* TensorFlow hands over no memory for a summand that it multiplies by 0. */
  if (!x.at || !y.at || (second && !b.at && alpha_b != 0)) return 0;
  double low = graph_real(how, RELU_LOW, 0), high = graph_real(how, RELU_HIGH, INFINITY);
  int64_t mode = graph_number(how, POINTWISE_MODE, 0), index[MOST] = {0};
  do {
    double with = b.at ? alpha_b * number_at(b.at, b.type, place(&b, index)) : 0;
    double value = pointwise_value(mode, alpha_x * number_at(x.at, x.type, place(&x, index)), with, low, high);
    set_number(y.at, y.type, place(&y, index), value);
  } while (next(index, y.size, 0, y.dimensions));
  return 1;
}

int graph_run(struct graph_memory *memory, const struct descriptor *operation) {
  return operation->type == POINTWISE ? do_pointwise(memory, operation) : convolve(memory, operation);
}
