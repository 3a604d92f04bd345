/* libcublasLt */
#include "handle.h"

HANDLE(cublasLtCreate)

int cublasLtGetProperty(int part, int *value) {
  UNLESS_SET(cublasLtGetProperty);
  *value = lab_version("CUBLASLT", part);
  return 0;
}
