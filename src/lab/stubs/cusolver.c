/* libcusolver */
#include "handle.h"

HANDLE(cusolverDnCreate)
HANDLE(cusolverSpCreate)

int cusolverGetProperty(int part, int *value) {
  UNLESS_SET(cusolverGetProperty);
  *value = lab_version("CUSOLVER", part);
  return 0;
}
