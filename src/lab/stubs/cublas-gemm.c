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

/* Of several products: bytes from one matrix to the next. */
static size_t bytes_of(enum type type) { return type == DOUBLE ? 8 : type == FLOAT ? 4 : 2; }

static Status multiply_all(int ta, int tb, int m, int n, int k, double alpha, const char *a, enum type type_a, int lda,
                           long long next_a, const char *b, enum type type_b, int ldb, long long next_b, double beta,
                           char *c, enum type type_c, int ldc, long long next_c, int count) {
  if (!known_type(type_a) || !known_type(type_b) || !known_type(type_c)) return NOT_SUPPORTED;
  Status status = SUCCESS;
  for (; count > 0 && status == SUCCESS; count--) {
    struct matrix left = {(void *)a, type_a, lda, ta != 0}, right = {(void *)b, type_b, ldb, tb != 0};
    status = multiply(m, n, k, alpha, left, right, beta, (struct matrix){c, type_c, ldc, 0});
    a += next_a * (long long)bytes_of(type_a);
    b += next_b * (long long)bytes_of(type_b);
    c += next_c * (long long)bytes_of(type_c);
  }
  return status;
}

Status cublasSgemmEx(void *handle, int ta, int tb, int m, int n, int k, const float *alpha, const void *a,
                     enum type type_a, int lda, const void *b, enum type type_b, int ldb, const float *beta, void *c,
                     enum type type_c, int ldc) {
  UNLESS_SET(cublasSgemmEx);
  return multiply_all(ta, tb, m, n, k, *alpha, a, type_a, lda, 0, b, type_b, ldb, 0, *beta, c, type_c, ldc, 0, 1);
}

#define STRIDED(function, Type, type)                                                                                \
  Status function(void *handle, int ta, int tb, int m, int n, int k, const Type *alpha, const Type *a, int lda,      \
                  long long next_a, const Type *b, int ldb, long long next_b, const Type *beta, Type *c, int ldc,    \
                  long long next_c, int count) {                                                                     \
    UNLESS_SET(function);                                                                                            \
    return multiply_all(ta, tb, m, n, k, *alpha, (const char *)a, type, lda, next_a, (const char *)b, type, ldb,     \
                        next_b, *beta, (char *)c, type, ldc, next_c, count);                                         \
  }
STRIDED(cublasSgemmStridedBatched, float, FLOAT)
STRIDED(cublasDgemmStridedBatched, double, DOUBLE)

/* alpha and beta are of the type that is calculated in (cublasComputeType_t): 64, 65 half, 70, 71 double, else float. */
static double factor(const void *at, int compute) {
  return number_at(at, compute == 64 || compute == 65 ? HALF : compute == 70 || compute == 71 ? DOUBLE : FLOAT, 0);
}
Status cublasGemmStridedBatchedEx(void *handle, int ta, int tb, int m, int n, int k, const void *alpha, const char *a,
                                  enum type type_a, int lda, long long next_a, const char *b, enum type type_b, int ldb,
                                  long long next_b, const void *beta, char *c, enum type type_c, int ldc,
                                  long long next_c, int count, int compute) {
  UNLESS_SET(cublasGemmStridedBatchedEx);
  return multiply_all(ta, tb, m, n, k, factor(alpha, compute), a, type_a, lda, next_a, b, type_b, ldb, next_b,
                      factor(beta, compute), c, type_c, ldc, next_c, count);
}
Status cublasGemmEx(void *handle, int ta, int tb, int m, int n, int k, const void *alpha, const void *a,
                    enum type type_a, int lda, const void *b, enum type type_b, int ldb, const void *beta, void *c,
                    enum type type_c, int ldc, int compute) {
  UNLESS_SET(cublasGemmEx);
  return multiply_all(ta, tb, m, n, k, factor(alpha, compute), a, type_a, lda, 0, b, type_b, ldb, 0,
                      factor(beta, compute), c, type_c, ldc, 0, 1);
}

/* y := alpha op(A) x + beta y, with A m by n: what TensorFlow takes where one side of a product has one column. */
#define GEMV(function, Type, type)                                                                                   \
  Status function(void *handle, int ta, int m, int n, const Type *alpha, const Type *a, int lda, const Type *x,      \
                  int step_x, const Type *beta, Type *y, int step_y) {                                               \
    UNLESS_SET(function);                                                                                            \
    return multiply(1, ta ? n : m, ta ? m : n, *alpha, (struct matrix){(void *)x, type, step_x, 0},                  \
                    (struct matrix){(void *)a, type, lda, !ta}, *beta, (struct matrix){y, type, step_y, 0});         \
  }
GEMV(cublasSgemv_v2, float, FLOAT)
GEMV(cublasDgemv_v2, double, DOUBLE)
