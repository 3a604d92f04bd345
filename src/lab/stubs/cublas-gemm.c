/* libcublas: right matrix products, slowly, in every type that TensorFlow multiplies on a GPU. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "lab.h"
#include "number.h"

typedef int Status; /* cublasStatus_t */
enum { SUCCESS = 0, ALLOC_FAILED = 3, NOT_SUPPORTED = 15 };

/* A matrix stored by columns; `stride` elements lie between the starts of two columns. */
struct matrix { void *at; enum type type; int stride, transposed; };

/* op(X), row by column, with one column after the other. */
static double *unfold(const struct matrix *x, int rows, int columns) {
  double *to = malloc(sizeof *to * (size_t)rows * (size_t)columns);
  for (int j = 0; to && j < columns; j++)
    for (int i = 0; i < rows; i++) {
      size_t place = x->transposed ? j + (size_t)i * x->stride : i + (size_t)j * x->stride;
      to[i + (size_t)j * rows] = number_at(x->at, x->type, place);
    }
  return to;
}

/* What the scenario "wrong results" does: every 16th number has the wrong sign. */
static int spoilt(size_t index) { return index % 16 == 5 && strcmp(lab_text("MATMUL", "right"), "wrong") == 0; }

/* C := alpha op(A) op(B) + beta C, with op(A) m by k and op(B) k by n. */
static Status multiply(int m, int n, int k, double alpha, struct matrix a, struct matrix b, double beta, struct matrix c) {
  double *left = unfold(&a, m, k), *right = unfold(&b, k, n), *sums = malloc(sizeof *sums * (size_t)m);
  for (int j = 0; left && right && sums && j < n; j++) {
    memset(sums, 0, sizeof *sums * (size_t)m);
    for (int l = 0; l < k; l++) /* the inner loop runs along memory, so that the compiler can do it in vectors */
      for (int i = 0; i < m; i++) sums[i] += left[i + (size_t)l * m] * right[l + (size_t)j * k];
    for (int i = 0; i < m; i++) {
      size_t place = i + (size_t)j * c.stride;
      double value = alpha * sums[i] + (beta == 0 ? 0 : beta * number_at(c.at, c.type, place));
      set_number(c.at, c.type, place, spoilt((size_t)i + (size_t)j * m) ? -value : value);
    }
  }
  int done = left && right && sums;
  free(left);
  free(right);
  free(sums);
  return done ? SUCCESS : ALLOC_FAILED;
}

#define MATRICES(type_a, type_b, type_c)                                                            \
  (struct matrix){(void *)a, type_a, lda, ta != 0}, (struct matrix){(void *)b, type_b, ldb, tb != 0}, *beta, \
      (struct matrix){c, type_c, ldc, 0}

#define GEMM(function, Type, type)                                                                              \
  Status function(void *handle, int ta, int tb, int m, int n, int k, const Type *alpha, const Type *a, int lda, \
                  const Type *b, int ldb, const Type *beta, Type *c, int ldc) {                                 \
    UNLESS_SET(function);                                                                                      \
    return multiply(m, n, k, *alpha, MATRICES(type, type, type));                                               \
  }
GEMM(cublasSgemm_v2, float, FLOAT)
GEMM(cublasDgemm_v2, double, DOUBLE)

Status cublasSgemmEx(void *handle, int ta, int tb, int m, int n, int k, const float *alpha, const void *a,
                     enum type type_a, int lda, const void *b, enum type type_b, int ldb, const float *beta, void *c,
                     enum type type_c, int ldc) {
  UNLESS_SET(cublasSgemmEx);
  if (!known_type(type_a) || !known_type(type_b) || !known_type(type_c)) return NOT_SUPPORTED;
  return multiply(m, n, k, *alpha, MATRICES(type_a, type_b, type_c));
}

Status cublasSgemmStridedBatched(void *handle, int ta, int tb, int m, int n, int k, const float *alpha, const float *a,
                                 int lda, long long next_a, const float *b, int ldb, long long next_b,
                                 const float *beta, float *c, int ldc, long long next_c, int count) {
  UNLESS_SET(cublasSgemmStridedBatched);
  Status status = SUCCESS;
  for (; count > 0 && status == SUCCESS; count--, a += next_a, b += next_b, c += next_c)
    status = multiply(m, n, k, *alpha, MATRICES(FLOAT, FLOAT, FLOAT));
  return status;
}
