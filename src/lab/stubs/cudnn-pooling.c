/* libcudnn: pooling, forward and backward, in any layout; and the descriptors of tensors. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cudnn-tensor.h"

/* cudnnPoolingMode_t */
enum { LARGEST = 0, MEAN_WITH_PADDING = 1, MEAN = 2, LARGEST_DETERMINISTIC = 3, ALLOC_FAILED = 2 };
struct pooling { int mode, dimensions, window[MOST], padding[MOST], stride[MOST]; };

static Status create(void **descriptor, size_t size) {
  *descriptor = calloc(1, size);
  return *descriptor ? SUCCESS : ALLOC_FAILED;
}
static Status destroy(void *descriptor) {
  free(descriptor);
  return SUCCESS;
}
static void copy(int *to, const int *from, int count) { memcpy(to, from, sizeof *to * (size_t)count); }

Status cudnnCreateTensorDescriptor(void **tensor) {
  UNLESS_SET(cudnnCreateTensorDescriptor);
  return create(tensor, sizeof(struct tensor));
}
Status cudnnDestroyTensorDescriptor(void *tensor) {
  UNLESS_SET(cudnnDestroyTensorDescriptor);
  return destroy(tensor);
}
Status cudnnSetTensorNdDescriptor(struct tensor *tensor, int type, int dimensions, const int *size, const int *stride) {
  UNLESS_SET(cudnnSetTensorNdDescriptor);
  if (dimensions > MOST) return not_supported("cudnnSetTensorNdDescriptor");
  tensor->type = type;
  tensor->dimensions = dimensions;
  copy(tensor->size, size, dimensions);
  copy(tensor->stride, stride, dimensions);
  return SUCCESS;
}
Status cudnnCreatePoolingDescriptor(void **pooling) {
  UNLESS_SET(cudnnCreatePoolingDescriptor);
  return create(pooling, sizeof(struct pooling));
}
Status cudnnDestroyPoolingDescriptor(void *pooling) {
  UNLESS_SET(cudnnDestroyPoolingDescriptor);
  return destroy(pooling);
}
Status cudnnSetPoolingNdDescriptor(struct pooling *pooling, int mode, int nan, int dimensions, const int *window,
                                   const int *padding, const int *stride) {
  UNLESS_SET(cudnnSetPoolingNdDescriptor);
  if (dimensions + 2 > MOST) return not_supported("cudnnSetPoolingNdDescriptor");
  pooling->mode = mode;
  pooling->dimensions = dimensions;
  copy(pooling->window, window, dimensions);
  copy(pooling->padding, padding, dimensions);
  copy(pooling->stride, stride, dimensions);
  return SUCCESS;
}

/* The elements of x in the window of one element of y. Dimensions 0 and 1 are batch and channel. */
struct window { const struct pooling *pooling; const struct tensor *shape; const int *out; int step[MOST], in[MOST]; };

static int is_inside(struct window *w) {
  int inside = 1;
  copy(w->in, w->out, 2);
  for (int d = 0; d < w->pooling->dimensions; d++) {
    w->in[d + 2] = w->out[d + 2] * w->pooling->stride[d] - w->pooling->padding[d] + w->step[d];
    inside = inside && w->in[d + 2] >= 0 && w->in[d + 2] < w->shape->size[d + 2];
  }
  return inside;
}
static int go_on(struct window *w) { return next(w->step, w->pooling->window, w->pooling->dimensions); }

static size_t largest(struct window w, const void *x, enum type type) {
  size_t best = 0;
  double most = -INFINITY;
  int found = 0;
  do {
    if (!is_inside(&w)) continue;
    size_t at = place(w.shape, w.in);
    double value = number_at(x, type, at);
    if (found && !(value > most)) continue;
    best = at, most = value, found = 1;
  } while (go_on(&w));
  return best;
}

/* By how many a window's sum is divided. */
static int divisor(struct window w) {
  int inside = 0, all = 1;
  for (int d = 0; d < w.pooling->dimensions; d++) all *= w.pooling->window[d];
  if (w.pooling->mode == MEAN_WITH_PADDING) return all;
  do inside += is_inside(&w);
  while (go_on(&w));
  return inside;
}

static int can_do(const struct pooling *pooling, const struct tensor *x) {
  return pooling->mode >= LARGEST && pooling->mode <= LARGEST_DETERMINISTIC && number_type(x->type) >= 0;
}
static int is_mean(const struct pooling *pooling) { return pooling->mode == MEAN || pooling->mode == MEAN_WITH_PADDING; }

Status cudnnPoolingForward(void *handle, const struct pooling *pooling, const void *alpha, const struct tensor *x_shape,
                           const void *x, const void *beta, const struct tensor *y_shape, void *y) {
  UNLESS_SET(cudnnPoolingForward);
  if (!knows_gpu()) return EXECUTION_FAILED;
  if (!can_do(pooling, x_shape)) return not_supported("cudnnPoolingForward");
  enum type type = (enum type)number_type(x_shape->type), factors = factor_type(x_shape->type);
  int out[MOST] = {0};
  do {
    struct window w = {.pooling = pooling, .shape = x_shape, .out = out};
    double value = 0;
    if (is_mean(pooling)) {
      struct window each = w;
      do
        if (is_inside(&each)) value += number_at(x, type, place(x_shape, each.in));
      while (go_on(&each));
      value /= divisor(w);
    } else value = number_at(x, type, largest(w, x, type));
    blend(y, type, place(y_shape, out), number_at(alpha, factors, 0), value, number_at(beta, factors, 0));
  } while (next(out, y_shape->size, y_shape->dimensions));
  return SUCCESS;
}

Status cudnnPoolingBackward(void *handle, const struct pooling *pooling, const void *alpha_at,
                            const struct tensor *y_shape, const void *y, const struct tensor *dy_shape, const void *dy,
                            const struct tensor *x_shape, const void *x, const void *beta, const struct tensor *dx_shape,
                            void *dx) {
  UNLESS_SET(cudnnPoolingBackward);
  if (!can_do(pooling, x_shape)) return not_supported("cudnnPoolingBackward");
  enum type type = (enum type)number_type(x_shape->type), factors = factor_type(x_shape->type);
  double alpha = number_at(alpha_at, factors, 0);
  int index[MOST] = {0}, out[MOST] = {0};
  do blend(dx, type, place(dx_shape, index), 1, 0, number_at(beta, factors, 0));
  while (next(index, dx_shape->size, dx_shape->dimensions));
  do {
    struct window w = {.pooling = pooling, .shape = x_shape, .out = out};
    double gradient = number_at(dy, type, place(dy_shape, out));
    if (!is_mean(pooling)) {
      blend(dx, type, largest(w, x, type), alpha, gradient, 1);
      continue;
    }
    gradient /= divisor(w);
    do
      if (is_inside(&w)) blend(dx, type, place(dx_shape, w.in), alpha, gradient, 1);
    while (go_on(&w));
  } while (next(out, dy_shape->size, dy_shape->dimensions));
  return SUCCESS;
}
