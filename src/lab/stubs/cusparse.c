/* libcusparse */
#include "handle.h"

HANDLE(cusparseCreate)

int cusparseGetProperty(int part, int *value) {
  UNLESS_SET(cusparseGetProperty);
  *value = lab_version("CUSPARSE", part);
  return 0;
}
