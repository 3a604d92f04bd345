/* Tensors of cuDNN's older interface: pooling and normalization. */
#pragma once
#include <stddef.h>

#include "lab.h"
#include "number.h"

typedef int Status; /* cudnnStatus_t */
enum { SUCCESS = 0, EXECUTION_FAILED = 5000, MOST = 5 };

/* Whether this version of cuDNN has code for the first GPU; defined in cudnn.c. */
__attribute__((visibility("hidden"))) int knows_gpu(void);

struct tensor { int type, dimensions, size[MOST], stride[MOST]; };

/* CUDNN_STATUS_NOT_SUPPORTED, whose number changed with cuDNN 9. */
static inline Status not_supported(const char *function) {
  return lab_refuse(function, lab_number("CUDNN", 90300) >= 90000 ? 3000 : 9);
}

/* cudnnDataType_t: the type of the numbers, or -1 for one that is not known here. */
static inline int number_type(int cudnn) {
  return cudnn == 0 ? FLOAT : cudnn == 1 ? DOUBLE : cudnn == 2 ? HALF : cudnn == 9 ? BFLOAT16 : -1;
}
/* Factors and means are floats, but for tensors of doubles. */
static inline enum type factor_type(int cudnn) { return cudnn == 1 ? DOUBLE : FLOAT; }

/* Counts `index` up within `size`, last dimension first; 0 after the last one. */
static inline int next(int *index, const int *size, int dimensions) {
  for (int d = dimensions - 1; d >= 0; d--) {
    if (++index[d] < size[d]) return 1;
    index[d] = 0;
  }
  return 0;
}
static inline size_t place(const struct tensor *tensor, const int *index) {
  size_t at = 0;
  for (int d = 0; d < tensor->dimensions; d++) at += (size_t)index[d] * (size_t)tensor->stride[d];
  return at;
}

/* to[at] := alpha value + beta to[at] */
static inline void blend(void *to, enum type type, size_t at, double alpha, double value, double beta) {
  set_number(to, type, at, alpha * value + (beta == 0 ? 0 : beta * number_at(to, type, at)));
}
