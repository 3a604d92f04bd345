/* libcublas: handles, versions, names of statuses. The products are in cublas-gemm.c. */
#include <stdlib.h>

#include "lab.h"

typedef int Status; /* cublasStatus_t */
enum { SUCCESS = 0, ALLOC_FAILED = 3 };

Status cublasCreate_v2(void **handle) {
  UNLESS_SET(cublasCreate_v2);
  *handle = calloc(1, 16);
  return *handle ? SUCCESS : ALLOC_FAILED;
}
Status cublasDestroy_v2(void *handle) {
  UNLESS_SET(cublasDestroy_v2);
  free(handle);
  return SUCCESS;
}
Status cublasGetVersion_v2(void *handle, int *version) {
  UNLESS_SET(cublasGetVersion_v2);
  *version = lab_version("CUBLAS", 0) * 10000 + lab_version("CUBLAS", 1) * 100 + lab_version("CUBLAS", 2);
  return SUCCESS;
}
/* part: 0 major, 1 minor, 2 patch */
Status cublasGetProperty(int part, int *value) {
  UNLESS_SET(cublasGetProperty);
  *value = lab_version("CUBLAS", part);
  return SUCCESS;
}
#define ZERO(function, Type)                   \
  Status function(void *handle, Type *value) { \
    UNLESS_SET(function);                     \
    *value = 0;                                \
    return SUCCESS;                            \
  }
ZERO(cublasGetStream_v2, void *)
ZERO(cublasGetMathMode, int)
ZERO(cublasGetPointerMode_v2, int)

/* Names as in cublas_api.h. */
const char *cublasGetStatusName(int status) {
  switch (status) {
    case 0: return "CUBLAS_STATUS_SUCCESS";
    case 1: return "CUBLAS_STATUS_NOT_INITIALIZED";
    case 3: return "CUBLAS_STATUS_ALLOC_FAILED";
    case 7: return "CUBLAS_STATUS_INVALID_VALUE";
    case 8: return "CUBLAS_STATUS_ARCH_MISMATCH";
    case 13: return "CUBLAS_STATUS_EXECUTION_FAILED";
    case 14: return "CUBLAS_STATUS_INTERNAL_ERROR";
    case 15: return "CUBLAS_STATUS_NOT_SUPPORTED";
    default: return "unknown";
  }
}
const char *cublasGetStatusString(int status) { return cublasGetStatusName(status); }
