/* libcudnn: right max pooling of float tensors, forward and backward, in any layout; nothing else computes. */
#include <float.h>
#include <stdlib.h>
#include <string.h>

#include "lab.h"

typedef int Status; /* cudnnStatus_t */
enum { SUCCESS = 0, ALLOC_FAILED = 2, NOT_SUPPORTED = 3000, MOST = 5, FLOAT = 0, MAX = 0, MAX_DETERMINISTIC = 3 };

struct tensor { int type, dimensions, size[MOST], stride[MOST]; };
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
  if (dimensions > MOST) return NOT_SUPPORTED;
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
  if (dimensions + 2 > MOST) return NOT_SUPPORTED;
  pooling->mode = mode;
  pooling->dimensions = dimensions;
  copy(pooling->window, window, dimensions);
  copy(pooling->padding, padding, dimensions);
  copy(pooling->stride, stride, dimensions);
  return SUCCESS;
}

/* Counts `index` up within `size`, last dimension first; 0 after the last one. */
static int next(int *index, const int *size, int dimensions) {
  for (int d = dimensions - 1; d >= 0; d--) {
    if (++index[d] < size[d]) return 1;
    index[d] = 0;
  }
  return 0;
}
static size_t place(const struct tensor *tensor, const int *index) {
  size_t at = 0;
  for (int d = 0; d < tensor->dimensions; d++) at += (size_t)index[d] * (size_t)tensor->stride[d];
  return at;
}

/* Where in `x` the largest number of the window of output element `out` lies. Dimensions 0 and 1 are batch and channel. */
static size_t largest(const struct pooling *pooling, const struct tensor *shape, const float *x, const int *out) {
  int step[MOST] = {0}, in[MOST];
  size_t best = place(shape, (int[MOST]){out[0], out[1]});
  float most = -FLT_MAX;
  do {
    int inside = 1;
    copy(in, out, 2);
    for (int d = 0; d < pooling->dimensions; d++) {
      in[d + 2] = out[d + 2] * pooling->stride[d] - pooling->padding[d] + step[d];
      inside = inside && in[d + 2] >= 0 && in[d + 2] < shape->size[d + 2];
    }
    if (inside && x[place(shape, in)] > most) {
      best = place(shape, in);
      most = x[best];
    }
  } while (next(step, pooling->window, pooling->dimensions));
  return best;
}

static int can_do(const struct pooling *pooling, const struct tensor *x) {
  return (pooling->mode == MAX || pooling->mode == MAX_DETERMINISTIC) && x->type == FLOAT;
}

Status cudnnPoolingForward(void *handle, const struct pooling *pooling, const float *alpha, const struct tensor *x_shape,
                           const float *x, const float *beta, const struct tensor *y_shape, float *y) {
  UNLESS_SET(cudnnPoolingForward);
  if (!can_do(pooling, x_shape)) return NOT_SUPPORTED;
  int out[MOST] = {0};
  do {
    float *result = &y[place(y_shape, out)];
    *result = *alpha * x[largest(pooling, x_shape, x, out)] + (*beta == 0 ? 0 : *beta * *result);
  } while (next(out, y_shape->size, y_shape->dimensions));
  return SUCCESS;
}

Status cudnnPoolingBackward(void *handle, const struct pooling *pooling, const float *alpha,
                            const struct tensor *y_shape, const float *y, const struct tensor *dy_shape,
                            const float *dy, const struct tensor *x_shape, const float *x, const float *beta,
                            const struct tensor *dx_shape, float *dx) {
  UNLESS_SET(cudnnPoolingBackward);
  if (!can_do(pooling, x_shape)) return NOT_SUPPORTED;
  int index[MOST] = {0}, out[MOST] = {0};
  do {
    float *gradient = &dx[place(dx_shape, index)];
    *gradient = *beta == 0 ? 0 : *beta * *gradient;
  } while (next(index, dx_shape->size, dx_shape->dimensions));
  do dx[largest(pooling, x_shape, x, out)] += *alpha * dy[place(dy_shape, out)];
  while (next(out, dy_shape->size, dy_shape->dimensions));
  return SUCCESS;
}

/* Convolutions go through the graph API. It declines, as the real one does for a graph it has no engine for. */
Status cudnnBackendCreateDescriptor(int type, void **descriptor) {
  UNLESS_SET(cudnnBackendCreateDescriptor);
  *descriptor = NULL;
  return NOT_SUPPORTED;
}
